#include "services/broadcast/sheet_writer.h"

#include <filesystem>
#include <fstream>
#include <future>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/broadcast/sheet.h"
#include "services/core/refusal.h"
#include "services/server/log.h"
#include "services/server/names.h"

namespace clarion::broadcast {
namespace {

constexpr std::chrono::hours kEvery{1};
constexpr std::chrono::seconds kLook{10};  // for a region's first incident, or to try again
constexpr absl::Duration kCallDeadline = absl::Seconds(5);

absl::StatusOr<store::PaperPtr> LoadRoster(store::PaperStore& papers, const std::string& region) {
  std::promise<absl::StatusOr<store::PaperPtr>> answer;
  papers.LoadCurrent(
      server::RosterName(region), absl::Now() + kCallDeadline,
      [&answer](absl::StatusOr<store::PaperPtr> paper) { answer.set_value(std::move(paper)); });
  return answer.get_future().get();
}

// Whole or not at all: written beside, then renamed.
absl::Status Replace(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path beside = path.string() + ".new";
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    if (!file) return absl::InternalError(absl::StrCat("cannot write ", beside.string()));
  }
  std::error_code error;
  std::filesystem::rename(beside, path, error);
  return error ? absl::InternalError(
                     absl::StrCat("cannot write ", path.string(), ": ", error.message()))
               : absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SheetOf(server::Runtime& runtime, OpenDockets& dockets,
                                    const std::string& region, const std::string& language) {
  const absl::StatusOr<store::PaperPtr> roster = LoadRoster(runtime.store.papers(), region);
  if (!roster.ok()) return roster.status();
  if (!(*roster)->paper.has_roster()) {
    return core::Refuse({.code = absl::StatusCode::kNotFound,
                         .reason = v1::ERROR_REASON_NO_SUCH_REGION,
                         .en = absl::StrCat("There is no region ", region, "."),
                         .zh = absl::StrCat("没有行政区 ", region, "。")});
  }
  const std::vector<DocketViewPtr> views = dockets.All(region).dockets;
  std::vector<v1::Docket> open;
  open.reserve(views.size());
  for (const DocketViewPtr& view : views) open.push_back(view->Docket());
  return RenderSheet((*roster)->paper.roster(), open, runtime.packs.Default()->pack,
                     runtime.store.Now(), language == "en" ? Language::kEn : Language::kZh);
}

void SheetWriter::Start() {
  thread_ = std::thread([this] { Run(); });
}

void SheetWriter::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SheetWriter::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    for (const std::string& region : dockets_.Regions()) {
      const auto written = written_.find(region);
      const auto now = std::chrono::steady_clock::now();
      if (written != written_.end() && now - written->second < kEvery) continue;
      if (const absl::Status status = Write(region); status.ok()) {
        written_[region] = now;
      } else {
        server::Log(server::LogLevel::kError, "sheet_not_written",
                    {{"region", region}, {"status", std::string(status.message())}});
      }
    }
    lock.lock();
    wake_.wait_for(lock, kLook, [this] { return stopping_; });
  }
}

absl::Status SheetWriter::Write(const std::string& region) {
  const std::filesystem::path folder =
      std::filesystem::path(runtime_.config.state_dir()) / "sheets";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::InternalError(absl::StrCat("cannot make ", folder.string()));
  for (const char* language : {"zh", "en"}) {
    absl::StatusOr<std::string> sheet = SheetOf(runtime_, dockets_, region, language);
    if (!sheet.ok()) return sheet.status();
    absl::Status written = Replace(folder / absl::StrCat(region, ".", language, ".txt"), *sheet);
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}

}  // namespace clarion::broadcast
