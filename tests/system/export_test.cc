// An export in pages, of a history too long and texts too large for one: put together it proves
// itself.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "clarion/v1/incident_service.grpc.pb.h"
#include "clarion/v1/release_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/core/refusal.h"
#include "services/proof/audit.h"
#include "services/proof/chain.h"
#include "services/server/rule_packs.h"
#include "tests/support/caller.h"
#include "tests/system/office.h"

namespace clarion::system {
namespace {

constexpr int kDrafts = 45;  // of 57 KB each: a page of them has more text than one message takes
constexpr int kNotes = 25;

absl::StatusOr<v1::ExportIncidentResponse> Page(Office& office, const std::string& incident,
                                                const std::string& token) {
  v1::ExportIncidentRequest request;
  request.set_name(incident);
  request.set_page_token(token);
  return support::Call(office.group(), "incident", office.inspector(),
                       &v1::IncidentService::Stub::ExportIncident, request);
}

std::string LongText(int number) {
  std::string text = absl::StrCat(number, " ");
  for (int i = 0; i < 19'000; ++i) text += "灾";
  return text;
}

std::string LongIncident(Office& office) {
  const std::string name = Must(office.Register(office.NewIncident())).name();
  for (int i = 0; i < kDrafts; ++i) {
    v1::DraftReleaseRequest draft;
    draft.set_parent(name);
    draft.set_kind(v1::RELEASE_KIND_AUTHORITATIVE);
    draft.set_text(LongText(i));
    draft.set_request_id(support::NewRequestId());
    Must(support::Call(office.group(), "broadcast", office.duty(),
                       &v1::ReleaseService::Stub::DraftRelease, draft));
  }
  for (int i = 0; i < kNotes; ++i) {
    v1::AddNoteRequest note;
    note.set_name(name);
    note.mutable_note()->set_text("电话记录");
    note.set_request_id(support::NewRequestId());
    Must(support::Call(office.group(), "incident", office.duty(),
                       &v1::IncidentService::Stub::AddNote, note));
  }
  return name;
}

TEST(Export, OfALongHistoryComesInPagesThatProveThemselvesTogether) {
  Office office;
  proof::Export all;
  all.paper = LongIncident(office);
  std::string token;
  std::string head;
  std::set<std::string> tokens;
  do {
    v1::ExportIncidentResponse page = Must(Page(office, all.paper, token));
    if (page.has_docket()) {
      head = page.docket().etag();
      page.mutable_docket()->clear_etag();
      all.docket = page.docket().SerializeAsString();
      all.pack = page.rule_pack();
      // What is done from now on is not part of it.
      v1::AddNoteRequest note;
      note.set_name(all.paper);
      note.mutable_note()->set_text("后来的记录");
      note.set_request_id(support::NewRequestId());
      Must(support::Call(office.group(), "incident", office.duty(),
                         &v1::IncidentService::Stub::AddNote, note));
    }
    all.records.insert(all.records.end(), page.records().begin(), page.records().end());
    for (const std::string& text : page.texts()) all.texts[proof::Sha256(text)] = text;
    token = page.next_page_token();
    ASSERT_TRUE(tokens.insert(token).second) << "a page leads to itself: " << token;
  } while (!token.empty());

  EXPECT_EQ(all.records.size(), 1U + kDrafts + kNotes);
  EXPECT_EQ(all.texts.size(), static_cast<size_t>(kDrafts));
  EXPECT_GT(tokens.size(), 4U);
  const proof::AuditResult result =
      proof::Audit(proof::WriteExport(all), head, [](const std::string& bytes) {
        const auto pack = server::ParsePack(bytes, "pack");
        return pack.ok() ? absl::StatusOr<v1::RulePack>((*pack)->pack) : pack.status();
      });
  EXPECT_EQ(result.fault.what, "");
}

TEST(Export, WithATokenOfNoPageIsRefusedAndNotCalledDamage) {
  Office office;
  const std::string name = Must(office.Register(office.NewIncident())).name();
  for (const char* token : {"1.0.999999", "2.0.1", "0.0.1", "1.0", "x", "1.-1.1", "1.0.1.1"}) {
    EXPECT_EQ(core::ReasonOf(Page(office, name, token).status()), v1::ERROR_REASON_FIELD_INVALID)
        << token;
  }
}

}  // namespace
}  // namespace clarion::system
