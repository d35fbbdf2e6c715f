#include "services/store/watermark.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/store/redis_errors.h"

namespace clarion::store {
namespace {

const char kFormat[] = "clarion-watermark-1";

absl::Status CannotWrite(const std::string& path) {
  return NotReady(absl::StrCat("The watermark ", path, " cannot be written: ", std::strerror(errno),
                               ". Check state_dir, its owner and its free space."),
                  absl::StrCat("无法写入水位文件 ", path, "，请检查 state_dir 的属主与可用空间。"));
}

absl::Status WriteWhole(const std::string& path, const std::string& bytes) {
  const std::string next = absl::StrCat(path, ".next");
  const int fd = open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (fd < 0) return CannotWrite(path);
  const ssize_t written = write(fd, bytes.data(), bytes.size());
  const bool kept = written == static_cast<ssize_t>(bytes.size()) && fdatasync(fd) == 0;
  close(fd);
  if (!kept || std::rename(next.c_str(), path.c_str()) != 0) return CannotWrite(path);
  return absl::OkStatus();
}

}  // namespace

absl::Status Watermark::Load() {
  if (path_.empty()) return absl::OkStatus();
  std::ifstream file(path_);
  if (!file) {
    if (errno == ENOENT) return absl::OkStatus();
    return CannotWrite(path_);
  }
  std::string format;
  std::string id;
  int64_t generation = 0;
  Marks marks;
  file >> format >> id >> generation;
  for (Mark& mark : marks) {
    std::string hash;
    file >> mark.sequence >> hash;
    if (hash != "-") mark.hash8 = absl::HexStringToBytes(hash);
  }
  if (!file || format != kFormat) {
    return NotReady(absl::StrCat("The watermark ", path_,
                                 " cannot be understood. Move it away after making sure that the "
                                 "data set did not go back (clarion-admin verify)."),
                    absl::StrCat("水位文件 ", path_,
                                 " 无法识别。请先用 clarion-admin verify 确认数据"
                                 "未回退，再将其移走。"));
  }
  Reset(id, generation, marks);
  return absl::OkStatus();
}

absl::Status Watermark::Save() {
  std::ostringstream text;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!changed_ || path_.empty()) return absl::OkStatus();
    changed_ = false;
    text << kFormat << ' ' << id_ << ' ' << generation_ << '\n';
    for (const Mark& mark : marks_) {
      text << mark.sequence << ' '
           << (mark.hash8.empty() ? "-" : absl::BytesToHexString(mark.hash8)) << '\n';
    }
  }
  absl::Status written = WriteWhole(path_, text.str());
  if (!written.ok()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    changed_ = true;  // tried again a second later
  }
  return written;
}

void Watermark::Raise(int shard, int64_t sequence, const std::string& hash8) {
  CLARION_CHECK(shard >= 0 && shard < kShards);
  const std::lock_guard<std::mutex> lock(mutex_);
  Mark& mark = marks_[static_cast<size_t>(shard)];
  if (sequence <= mark.sequence) return;
  mark = {.sequence = sequence, .hash8 = hash8};
  changed_ = true;
}

void Watermark::Reset(const std::string& id, int64_t generation, const Marks& marks) {
  const std::lock_guard<std::mutex> lock(mutex_);
  id_ = id;
  generation_ = generation;
  marks_ = marks;
  changed_ = true;
}

Marks Watermark::marks() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return marks_;
}

std::string Watermark::id() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return id_;
}

int64_t Watermark::generation() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return generation_;
}

}  // namespace clarion::store
