// A dump as files: `dump/{papers,log,due,ended,requests,names}.ndjson`; bytes in Base64.
#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tests/faults/dump.h"

namespace clarion::faults {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::string FileIn(const std::string& folder, const char* name) {
  return absl::StrCat(folder, "/dump/", name, ".ndjson");
}

template <typename Things, typename ToLine>
absl::Status WriteAll(const std::string& path, const Things& things, ToLine to_line) {
  std::ofstream file(path);
  for (const auto& thing : things) file << to_line(thing).dump() << '\n';
  file.flush();
  if (!file) return absl::InternalError(absl::StrCat(path, ": cannot be written"));
  return absl::OkStatus();
}

absl::Status ReadAll(const std::string& path, const std::function<void(const json&)>& take) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  std::string text;
  try {
    while (std::getline(file, text)) take(json::parse(text));
  } catch (const json::exception& fault) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", fault.what()));
  }
  return absl::OkStatus();
}

ordered_json PaperLine(const admin::AsStored& paper) {
  ordered_json records = ordered_json::array();
  for (const std::string& record : paper.records) records.push_back(absl::Base64Escape(record));
  return {{"paper", paper.name},
          {"stored", absl::Base64Escape(paper.paper)},
          {"due", paper.due},
          {"records", std::move(records)}};
}

ordered_json CommitLine(const LoggedCommit& commit) {
  ordered_json records = ordered_json::array();
  for (const LoggedRecord& record : commit.records) {
    records.push_back(
        {{"paper", record.paper}, {"version", record.version}, {"sha256", record.sha256}});
  }
  return {{"shard", commit.shard}, {"sequence", commit.sequence}, {"records", std::move(records)}};
}

ordered_json PlaceLine(const Place& place) {
  return {{"paper", place.paper}, {"score", place.score}};
}

ordered_json RequestLine(const KeptRequest& request) {
  return {{"key", request.key}, {"paper", request.paper}, {"version", request.version}};
}

ordered_json NameLine(const HeldName& name) {
  return {{"name", name.name}, {"holder", name.holder}};
}

std::string Bytes(const json& text) {
  std::string bytes;
  absl::Base64Unescape(text.get<std::string>(), &bytes);
  return bytes;
}

admin::AsStored PaperOf(const json& line) {
  admin::AsStored paper = {.name = line.at("paper").get<std::string>(),
                           .paper = Bytes(line.at("stored")),
                           .due = line.at("due").get<std::string>()};
  for (const json& record : line.at("records")) paper.records.push_back(Bytes(record));
  return paper;
}

LoggedCommit CommitOf(const json& line) {
  LoggedCommit commit = {.shard = line.at("shard").get<int>(),
                         .sequence = line.at("sequence").get<int64_t>()};
  for (const json& record : line.at("records")) {
    commit.records.push_back({.paper = record.at("paper").get<std::string>(),
                              .version = record.at("version").get<int64_t>(),
                              .sha256 = record.at("sha256").get<std::string>()});
  }
  return commit;
}

std::function<void(const json&)> Into(std::vector<Place>& places) {
  return [&places](const json& line) {
    places.push_back({.paper = line.at("paper").get<std::string>(),
                      .score = line.at("score").get<std::string>()});
  };
}

}  // namespace

absl::Status WriteDump(const std::string& folder, const Dump& dump) {
  std::error_code error;
  std::filesystem::create_directories(folder + "/dump", error);
  absl::Status written = WriteAll(FileIn(folder, "papers"), dump.papers, PaperLine);
  if (written.ok()) written = WriteAll(FileIn(folder, "log"), dump.log, CommitLine);
  if (written.ok()) written = WriteAll(FileIn(folder, "due"), dump.due, PlaceLine);
  if (written.ok()) written = WriteAll(FileIn(folder, "ended"), dump.ended, PlaceLine);
  if (written.ok()) written = WriteAll(FileIn(folder, "requests"), dump.requests, RequestLine);
  if (written.ok()) written = WriteAll(FileIn(folder, "names"), dump.names, NameLine);
  return written;
}

absl::StatusOr<Dump> ReadDump(const std::string& folder) {
  Dump dump;
  absl::Status read = ReadAll(FileIn(folder, "papers"),
                              [&](const json& line) { dump.papers.push_back(PaperOf(line)); });
  if (read.ok()) {
    read = ReadAll(FileIn(folder, "log"),
                   [&](const json& line) { dump.log.push_back(CommitOf(line)); });
  }
  if (read.ok()) read = ReadAll(FileIn(folder, "due"), Into(dump.due));
  if (read.ok()) read = ReadAll(FileIn(folder, "ended"), Into(dump.ended));
  if (read.ok()) {
    read = ReadAll(FileIn(folder, "requests"), [&](const json& line) {
      dump.requests.push_back({.key = line.at("key").get<std::string>(),
                               .paper = line.at("paper").get<std::string>(),
                               .version = line.at("version").get<int64_t>()});
    });
  }
  if (read.ok()) {
    read = ReadAll(FileIn(folder, "names"), [&](const json& line) {
      dump.names.push_back({.name = line.at("name").get<std::string>(),
                            .holder = line.at("holder").get<std::string>()});
    });
  }
  if (!read.ok()) return read;
  return dump;
}

}  // namespace clarion::faults
