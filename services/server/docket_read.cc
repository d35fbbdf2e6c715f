#include "services/server/docket_read.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/core/refusal.h"
#include "services/server/names.h"

namespace clarion::server {

absl::Status NoSuchIncident(const std::string& name) {
  return core::Refuse(
      {.code = absl::StatusCode::kNotFound,
       .reason = v1::ERROR_REASON_NO_SUCH_INCIDENT,
       .en = absl::StrCat("There is no ", name, " in your region. List the open ones."),
       .zh = absl::StrCat("您的行政区内没有 ", name, "。请查看未办结清单。")});
}

absl::Status InvalidField(const std::string& field, const std::string& description) {
  return core::Refuse({.code = absl::StatusCode::kInvalidArgument,
                       .reason = v1::ERROR_REASON_FIELD_INVALID,
                       .en = absl::StrCat(field, ": ", description),
                       .zh = absl::StrCat("字段 ", field, " 不合要求:", description),
                       .violations = {{field, description}}});
}

void ReadDocket(store::PaperStore& papers, const std::string& name, absl::Time deadline,
                std::function<void(absl::StatusOr<v1::Docket>)> done) {
  if (auto parsed = ParseName("name", name, {NameKind::kIncident}); !parsed.ok()) {
    return done(parsed.status());
  }
  papers.LoadCurrent(name, deadline, [name, done](absl::StatusOr<store::PaperPtr> paper) {
    if (!paper.ok()) return done(paper.status());
    if ((*paper)->head.empty()) return done(NoSuchIncident(name));
    v1::Docket docket = (*paper)->paper.docket();
    docket.set_etag(absl::BytesToHexString((*paper)->head));
    done(std::move(docket));
  });
}

void ReadRecords(store::PaperStore& papers, const std::string& name, int64_t first, int64_t count,
                 absl::Time deadline,
                 std::function<void(absl::StatusOr<std::vector<v1::Record>>)> done) {
  if (auto parsed = ParseName("parent", name, {NameKind::kIncident}); !parsed.ok()) {
    return done(parsed.status());
  }
  papers.ReadHistory(
      name, first, count, deadline,
      [name, first, done](absl::StatusOr<std::vector<std::string>> stored) {
        if (!stored.ok()) return done(stored.status());
        if (stored->empty() && first == 1) return done(NoSuchIncident(name));
        std::vector<v1::Record> records(stored->size());
        for (size_t i = 0; i < stored->size(); ++i) {
          if (records[i].ParseFromString((*stored)[i])) continue;
          return done(core::Refuse(
              {.code = absl::StatusCode::kDataLoss,
               .reason = v1::ERROR_REASON_DATA_DAMAGED,
               .en = absl::StrCat("Record ", first + static_cast<int64_t>(i), " of ", name,
                                  " is damaged. Tell the operator; run clarion-admin verify."),
               .zh = absl::StrCat(name, " 的第 ", first + static_cast<int64_t>(i),
                                  " 条记录已损坏。请通知运维人员执行 clarion-admin verify。")}));
        }
        done(std::move(records));
      });
}

}  // namespace clarion::server
