#include "services/incident/incident_export.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/core/refusal.h"
#include "services/server/docket_read.h"
#include "services/server/names.h"

namespace clarion::incident {
namespace {

constexpr int64_t kRecordsOfPage = 20;  // each of up to 64 KiB
constexpr size_t kTextBytesOfPage = 1024 * 1024;

absl::Status NoPage() {
  return server::InvalidField("page_token", "The next_page_token of the page before, unchanged.");
}

absl::Status HistoryDamaged(const std::string& incident) {
  return core::Refuse(
      {.code = absl::StatusCode::kDataLoss,
       .reason = v1::ERROR_REASON_DATA_DAMAGED,
       .en = absl::StrCat("The history of ", incident,
                          " is not whole, so it is not exported. Tell the operator."),
       .zh = absl::StrCat(incident, " 的记录不完整，无法导出，请联系运维人员。")});
}

void AddText(const v1::TextRef& text, std::vector<std::string>& hashes) {
  if (!text.sha256().empty()) hashes.push_back(text.sha256());
}

// The texts a record names.
void AddTexts(const v1::Record& record, std::vector<std::string>& hashes) {
  for (const v1::Event& event : record.events()) {
    if (event.has_release_drafted()) AddText(event.release_drafted().release().text(), hashes);
    if (event.has_release_edited()) AddText(event.release_edited().text(), hashes);
    for (const v1::Release& brought : event.incident_merged().releases()) {
      AddText(brought.text(), hashes);
    }
  }
}

// One page on its way. Holds itself alive through the callbacks it waits for, one at a time.
class Page : public std::enable_shared_from_this<Page> {
 public:
  Page(ExportSource source, const ExportPlace& place, v1::ExportIncidentResponse& response,
       std::function<void(absl::Status)> done)
      : source_(std::move(source)), place_(place), response_(response), done_(std::move(done)) {}

  void Begin() {
    server::ReadDocket(source_.papers, source_.name, source_.deadline,
                       [self = shared_from_this()](absl::StatusOr<v1::Docket> docket) {
                         if (!docket.ok()) return self->done_(docket.status());
                         self->TakeDocket(*std::move(docket));
                       });
  }

 private:
  void TakeDocket(v1::Docket docket) {
    if (place_.until == 0) place_.until = docket.version();
    if (place_.until > docket.version()) return done_(NoPage());
    if (place_.first > 1 || place_.texts > 0) return ReadRecords();
    const std::string sha256 = docket.rule_pack_sha256();
    response_.mutable_docket()->Swap(&docket);
    source_.packs.Find(server::RegionIn(source_.name), sha256, source_.deadline,
                       [self = shared_from_this()](absl::StatusOr<server::PackPtr> pack) {
                         if (!pack.ok()) return self->done_(pack.status());
                         self->response_.set_rule_pack((*pack)->bytes);
                         self->ReadRecords();
                       });
  }

  void ReadRecords() {
    const int64_t count = std::min(kRecordsOfPage, place_.until - place_.first + 1);
    if (count <= 0) return done_(absl::OkStatus());
    source_.papers.ReadHistory(
        source_.name, place_.first, count, source_.deadline,
        [self = shared_from_this(), count](absl::StatusOr<std::vector<std::string>> records) {
          if (!records.ok()) return self->done_(records.status());
          if (static_cast<int64_t>(records->size()) != count) {
            return self->done_(HistoryDamaged(self->source_.name));
          }
          self->TakeRecords(*records);
        });
  }

  void TakeRecords(const std::vector<std::string>& records) {
    for (const std::string& bytes : records) {
      v1::Record record;
      if (!record.ParseFromString(bytes)) return done_(HistoryDamaged(source_.name));
      AddTexts(record, hashes_);
      if (place_.texts == 0) response_.add_records(bytes);
    }
    ReadText(place_.texts);
  }

  void ReadText(size_t at) {
    if (at >= hashes_.size()) {
      const int64_t next = place_.first + kRecordsOfPage;
      if (next <= place_.until) GoOnAt(next, 0);
      return done_(absl::OkStatus());
    }
    if (text_bytes_ >= kTextBytesOfPage) {
      GoOnAt(place_.first, at);
      return done_(absl::OkStatus());
    }
    source_.papers.ReadText(server::RegionIn(source_.name), hashes_[at], source_.deadline,
                            [self = shared_from_this(), at](absl::StatusOr<std::string> text) {
                              if (!text.ok()) return self->done_(text.status());
                              self->text_bytes_ += text->size();
                              self->response_.add_texts(*std::move(text));
                              self->ReadText(at + 1);
                            });
  }

  void GoOnAt(int64_t first, size_t texts) {
    response_.set_next_page_token(absl::StrCat(first, ".", texts, ".", place_.until));
  }

  const ExportSource source_;
  ExportPlace place_;
  v1::ExportIncidentResponse& response_;
  const std::function<void(absl::Status)> done_;
  std::vector<std::string> hashes_;
  size_t text_bytes_ = 0;
};

}  // namespace

absl::StatusOr<ExportPlace> ReadExportToken(const std::string& token) {
  ExportPlace place;
  if (token.empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const bool sound = parts.size() == 3 && absl::SimpleAtoi(parts[0], &place.first) &&
                     absl::SimpleAtoi(parts[1], &place.texts) &&
                     absl::SimpleAtoi(parts[2], &place.until) && place.first >= 1 &&
                     place.until >= place.first;
  if (sound) return place;
  return NoPage();
}

void FillExport(const ExportSource& source, const ExportPlace& place,
                v1::ExportIncidentResponse& response, std::function<void(absl::Status)> done) {
  std::make_shared<Page>(source, place, response, std::move(done))->Begin();
}

}  // namespace clarion::incident
