#include "services/admin/doctor.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/store/durability.h"
#include "services/store/each_shard.h"
#include "services/store/log_entries.h"
#include "services/store/set_making.h"

namespace clarion::admin {
namespace {

using Facts = std::map<std::string, std::string>;

absl::StatusOr<Facts> Info(store::RedisConnection& connection, const std::string& section) {
  absl::StatusOr<store::Reply> reply = connection.Call({"INFO", section});
  if (!reply.ok()) return reply.status();
  Facts facts;
  const std::string text = store::Text(**reply);
  const std::vector<std::string> lines = absl::StrSplit(text, "\r\n");
  for (const std::string& line : lines) {
    const size_t colon = line.find(':');
    if (colon != std::string::npos) facts[line.substr(0, colon)] = line.substr(colon + 1);
  }
  return facts;
}

Finding Good(const std::string& text) { return {.good = true, .text = text}; }
Finding Bad(const std::string& text) { return {.good = false, .text = text}; }

Finding OfStatus(const std::string& good, const absl::Status& status) {
  return status.ok() ? Good(good) : Bad(InBothLanguages(status));
}

absl::Status AddLogs(store::RedisConnection& connection, std::vector<Finding>* findings) {
  absl::StatusOr<std::vector<store::Reply>> replies =
      connection.Pipeline(store::OfEachShard(store::ReadLogEnd));
  if (!replies.ok()) return replies.status();
  std::string line = "log ends 日志末条:";
  for (int shard = 0; shard < store::kShards; ++shard) {
    auto end = store::EntriesOf(shard, *(*replies)[static_cast<size_t>(shard)], true);
    if (!end.ok()) {
      findings->push_back(Bad(InBothLanguages(end.status())));
      continue;
    }
    absl::StrAppend(&line, " ", end->empty() ? 0 : end->front().sequence);
  }
  findings->push_back(Good(line));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Finding>> Examine(const Target& target) {
  auto connection = Connect(target);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<Facts> server = Info(**connection, "server");
  if (!server.ok()) return server.status();
  absl::StatusOr<Facts> persistence = Info(**connection, "persistence");
  if (!persistence.ok()) return persistence.status();
  absl::StatusOr<Facts> replication = Info(**connection, "replication");
  if (!replication.ok()) return replication.status();

  std::vector<Finding> findings;
  findings.push_back(Good(absl::StrCat("redis ", (*server)["redis_version"], ", up ",
                                       (*server)["uptime_in_seconds"], " s")));
  const std::string role = (*replication)["role"];
  findings.push_back(role == "master" ? Good("role 角色: master")
                                      : Bad(absl::StrCat("role 角色: ", role,
                                                         "; speak to the master 请连接主节点")));
  findings.push_back(OfStatus(absl::StrCat("durability 耐久级别: ",
                                           v1::Durability_Name(target.durability), " is kept 符合"),
                              store::CheckDurability(**connection, target.durability)));
  const std::string written = (*persistence)["aof_last_write_status"];
  findings.push_back(written == "ok"
                         ? Good("last write of the append-only file 最近一次落盘: ok")
                         : Bad(absl::StrCat("last write of the append-only file 最近一次"
                                            "落盘: ",
                                            written, "; check the disk 请检查磁盘")));
  absl::StatusOr<store::SetInfo> set = store::ReadSet(**connection);
  findings.push_back(OfStatus(
      set.ok() ? absl::StrCat("data set 数据集: ", store::FormatSet(*set)) : "", set.status()));
  absl::Status logs = AddLogs(**connection, &findings);
  if (!logs.ok()) return logs;
  return findings;
}

}  // namespace clarion::admin
