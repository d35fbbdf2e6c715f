// A day of the duty room in which every RPC of the contract is used, and answers: one added to the
// contract without a line here fails the last test. What each refuses is tested beside the others,
// in tests/server/bad_input_test.cc.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "clarion/v1/admin_service.pb.h"
#include "clarion/v1/broadcast_service.pb.h"
#include "clarion/v1/incident_service.pb.h"
#include "clarion/v1/release_service.pb.h"
#include "clarion/v1/spokesperson_service.pb.h"
#include "clarion/v1/timeline_service.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/core/proto_time.h"
#include "services/proof/chain.h"
#include "tests/support/caller.h"
#include "tests/system/office.h"

namespace clarion::system {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using nlohmann::json;

constexpr absl::Duration kLimit = absl::Seconds(20);
const absl::Time kMorning = absl::FromUnixSeconds(1'772'499'600);  // 2026-03-03 09:00 in Shanghai

const std::vector<const FileDescriptor*>& Services() {
  static const auto& files =
      *new std::vector<const FileDescriptor*>{v1::RegisterIncidentRequest::descriptor()->file(),
                                              v1::ReportToSuperiorRequest::descriptor()->file(),
                                              v1::ImportRosterRequest::descriptor()->file(),
                                              v1::DraftReleaseRequest::descriptor()->file(),
                                              v1::ListIncidentsRequest::descriptor()->file(),
                                              v1::SignInRequest::descriptor()->file()};
  return files;
}

// The process that serves a service.
std::string ProcessOf(const std::string& service) {
  static const auto& processes = *new std::map<std::string, std::string>{
      {"IncidentService", "incident"}, {"AdminService", "incident"},
      {"TimelineService", "timeline"}, {"SpokespersonService", "spokesperson"},
      {"ReleaseService", "broadcast"}, {"BroadcastService", "broadcast"}};
  return processes.at(service);
}

// `Service/Method` of everything in the contract.
std::set<std::string> Contract() {
  std::set<std::string> all;
  for (const FileDescriptor* file : Services()) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int m = 0; m < file->service(i)->method_count(); ++m) {
        all.insert(
            absl::StrCat(file->service(i)->name(), "/", file->service(i)->method(m)->name()));
      }
    }
  }
  return all;
}

grpc::ByteBuffer BytesOf(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

std::string StringOf(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  bytes.Dump(&slices);
  std::string all;
  for (const grpc::Slice& slice : slices) {
    all.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return all;
}

class EveryRpc : public ::testing::Test {
 protected:
  EveryRpc() : office_({.manual_clock = kMorning}) {
    tokens_ = {{"duty", office_.duty()},           {"approver", office_.approver()},
               {"inspector", office_.inspector()}, {"speaker", office_.speaker()},
               {"admin", office_.administrator()}, {"nobody", ""}};
  }

  // Calls `rpc` as `who` with a request in JSON: `$A` and its kin stand for names kept before,
  // `$NOW` for the instant, `$SHA[text]` for a hash. A request id is added where there is one.
  json Use(const std::string& who, const std::string& rpc, const std::string& request) {
    const std::vector<std::string> names = absl::StrSplit(rpc, '/');
    const MethodDescriptor* method = DescriptorPool::generated_pool()->FindMethodByName(
        absl::StrCat("clarion.v1.", names[0], ".", names[1]));
    if (method == nullptr) {
      ADD_FAILURE() << "no such RPC: " << rpc;
      return {};
    }
    json filled = json::parse(Fill(request));
    if (method->input_type()->FindFieldByName("request_id") != nullptr) {
      filled["requestId"] = support::NewRequestId();
    }
    const std::unique_ptr<Message> message(factory_.GetPrototype(method->input_type())->New());
    const auto read = google::protobuf::util::JsonStringToMessage(filled.dump(), message.get());
    EXPECT_TRUE(read.ok()) << rpc << ": " << read.ToString();
    return Send(who, rpc, *method, *message);
  }

  std::string Keep(const std::string& key, const json& answer) {
    kept_[key] = answer.value("name", "");
    return kept_[key];
  }

  void SignAs(const std::string& who, const json& answer) { tokens_[who] = answer["token"]; }

  const std::set<std::string>& used() const { return used_; }

 private:
  std::string Fill(std::string request) {
    for (size_t at = request.find("$SHA["); at != std::string::npos; at = request.find("$SHA[")) {
      const size_t end = request.find(']', at);
      const std::string text = request.substr(at + 5, end - at - 5);
      request.replace(at, end + 1 - at, absl::Base64Escape(proof::Sha256(text)));
    }
    for (const auto& [key, name] : kept_) request = absl::StrReplaceAll(request, {{key, name}});
    return absl::StrReplaceAll(
        request, {{"$NOW", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", kMorning, absl::UTCTimeZone())}});
  }

  json Send(const std::string& who, const std::string& rpc, const MethodDescriptor& method,
            const Message& message) {
    grpc::ClientContext context;
    support::SignAs(context, tokens_.at(who));
    support::Limit(context, kLimit);
    grpc::GenericStub stub(office_.group().Channel(ProcessOf(method.service()->name())));
    const grpc::ByteBuffer request = BytesOf(message);
    grpc::ByteBuffer bytes;
    grpc::CompletionQueue queue;
    grpc::Status status;
    const auto call =
        stub.PrepareUnaryCall(&context, absl::StrCat("/clarion.v1.", rpc), request, &queue);
    call->StartCall();
    call->Finish(&bytes, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    EXPECT_TRUE(status.ok()) << rpc << ": " << status.error_message();
    if (!status.ok()) return {};
    used_.insert(rpc);
    const std::unique_ptr<Message> answer(factory_.GetPrototype(method.output_type())->New());
    answer->ParseFromString(StringOf(bytes));
    std::string text;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(*answer, &text).ok());
    return json::parse(text);
  }

  Office office_;
  std::map<std::string, std::string> tokens_;
  std::map<std::string, std::string> kept_;
  google::protobuf::DynamicMessageFactory factory_;
  std::set<std::string> used_;
};

constexpr char kParent[] = R"("parent": "regions/419999")";

class DayOfTheDutyRoom : public EveryRpc {
 protected:
  // Accounts and regions.
  void Accounts() {
    Use("admin", "AdminService/CreateRegion",
        R"({"region": {"code": "419998", "nameZh": "邻县"}})");
    Use("admin", "SpokespersonService/ImportRoster",
        R"({"name": "regions/419998/roster", "roster": {"bodies": [
            {"id": "county", "nameZh": "邻县人民政府", "kind": "BODY_KIND_COUNTY"}]}})");
    Use("admin", "AdminService/CreateAccount",
        absl::StrCat("{", kParent, R"(, "accountId": "clerk1", "password": "Example-1234",
            "account": {"role": "ROLE_CLERK", "body": "org-emb"}})"));
    const std::string clerk = R"("name": "regions/419999/accounts/clerk1")";
    SignAs("clerk", Use("nobody", "AdminService/SignIn",
                        absl::StrCat("{", clerk, R"(, "password": "Example-1234"})")));
    SignAs("clerk", Use("clerk", "AdminService/RefreshToken", "{}"));
    Use("clerk", "AdminService/ChangePassword",
        R"({"password": "Example-1234", "newPassword": "Example-5678"})");
    SignAs("clerk", Use("nobody", "AdminService/SignIn",
                        absl::StrCat("{", clerk, R"(, "password": "Example-5678"})")));
    Use("clerk", "AdminService/SignOut", "{}");
    Use("admin", "AdminService/ResetPassword",
        absl::StrCat("{", clerk, R"(, "newPassword": "Example-9012"})"));
    Use("admin", "AdminService/SetAccountDisabled",
        absl::StrCat("{", clerk, R"(, "disabled": true})"));
    const json accounts =
        Use("admin", "AdminService/ListAccounts", absl::StrCat("{", kParent, "}"));
    EXPECT_EQ(accounts["accounts"].size(), 5U);
    Use("admin", "AdminService/IssueTokens", R"({"accounts": ["regions/419999/accounts/duty1"]})");
  }

  // A report comes in.
  void Report() {
    Use("duty", "TimelineService/SimulateDeadlines",
        absl::StrCat("{", kParent, R"(, "grade": "GRADE_I", "detectedAt": "$NOW"})"));
    Keep("$A",
         Use("duty", "IncidentService/RegisterIncident",
             absl::StrCat("{", kParent, R"(, "incident": {"title": "某厂爆燃", "place": "甲镇",
                       "grade": "GRADE_II", "gradeBasis": "现场", "detectedAt": "$NOW"}})")));
    const json likely =
        Use("duty", "BroadcastService/ListLikelyDuplicates",
            absl::StrCat("{", kParent, R"(, "title": "甲镇某厂爆燃", "detectedAt": "$NOW"})"));
    EXPECT_EQ(likely["duplicates"].size(), 1U);
    Use("duty", "IncidentService/AddReport",
        R"({"name": "$A", "report": {"channel": "12345", "receivedAt": "$NOW"}})");
    Use("duty", "IncidentService/CorrectStart",
        R"({"name": "$A", "correction": {"detectedAt": "2026-03-03T00:59:00Z", "basis": "录音"}})");
    Use("duty", "IncidentService/VerifyIncident",
        R"({"name": "$A", "verification": {"basis": "现场核实"}})");
    Use("duty", "IncidentService/GradeIncident",
        R"({"name": "$A", "grading": {"grade": "GRADE_I", "basis": "伤亡上升"}})");
    Use("duty", "IncidentService/AddNote",
        R"({"name": "$A", "note": {"text": "已电话通知带班领导"}})");
    Use("duty", "IncidentService/EnterFact", R"({"name": "$A", "fact": {"key": "dead", "value": "3",
        "asOf": "$NOW", "source": "县医院"}})");
    Use("duty", "TimelineService/ReportToSuperior",
        R"({"name": "$A", "report": {"mode": "REPORT_MODE_WRITTEN", "to": "org-city", "document": "1号"}})");
  }

  // Who speaks.
  void Speaker() {
    Use("duty", "SpokespersonService/AssignIncident",
        R"({"name": "$A", "assignment": {"lead": "org-emb"}})");
    const json chain = Use("duty", "SpokespersonService/ProposeSpeakers", R"({"name": "$A"})");
    EXPECT_EQ(chain["proposals"][0]["official"], "o-emb-head");
    Use("speaker", "SpokespersonService/AcknowledgeAssignment", R"({"name": "$A"})");
    Use("duty", "SpokespersonService/RecordLeave", R"({"name": "regions/419999/roster", "leave": {
        "official": "o-edu-head", "leave": {"from": "2026-03-04T00:00:00Z", "to": "2026-03-05T00:00:00Z",
        "approvedBy": "o-mayor"}}})");
    Use("duty", "SpokespersonService/GetRoster", R"({"name": "regions/419999/roster"})");
  }

  // A text, signed by a joint body, published, corrected.
  void Text() {
    const json filled =
        Use("duty", "ReleaseService/FillTemplate", R"({"name": "$A", "templateId": "first"})");
    EXPECT_NE(filled["text"].get<std::string>().find("死亡3人"), std::string::npos) << filled;
    Use("duty", "ReleaseService/DraftRelease", R"({"parent": "$A", "releaseId": "r1",
        "kind": "RELEASE_KIND_AUTHORITATIVE", "text": "通报", "jointWith": ["org-emb"]})");
    Use("duty", "ReleaseService/EditRelease", R"({"name": "$A/releases/r1", "text": "死亡3人"})");
    Use("duty", "ReleaseService/SubmitRelease",
        R"({"name": "$A/releases/r1", "secrecyReview": "SECRECY_REVIEW_PASS"})");
    Use("speaker", "ReleaseService/CosignRelease",
        R"({"name": "$A/releases/r1", "sha256": "$SHA[死亡3人]"
  })");
    Use("approver", "ReleaseService/ApproveRelease",
        R"({"name": "$A/releases/r1", "sha256": "$SHA[死亡3人]"
  })");
    Use("duty", "ReleaseService/PublishRelease",
        R"({"name": "$A/releases/r1", "channels": ["GOV_SITE"]})");
    Use("inspector", "ReleaseService/GetReleaseText", R"({"name": "$A/releases/r1"})");
    Use("approver", "ReleaseService/RetractRelease",
        R"({"name": "$A/releases/r1", "reason": "数字有误"})");
    Use("duty", "ReleaseService/ScheduleConference",
        R"({"parent": "$A", "conference": {"conference": "c1",
        "form": "CONFERENCE_FORM_PRESS_CONFERENCE", "plannedAt": "2026-03-03T08:00:00Z",
        "speakers": ["o-emb-head"]}})");
    Use("duty", "ReleaseService/BeginConference",
        R"({"parent": "$A", "conference": {"conference": "c1"}})");
    Use("duty", "ReleaseService/AbortConference",
        R"({"name": "$A/conferences/c1", "reason": "停电"})");
    Use("duty", "ReleaseService/BeginConference",
        R"({"parent": "$A", "conference": {"conference": "c2",
        "form": "CONFERENCE_FORM_PRESS_CONFERENCE", "speakers": ["o-emb-head"]}})");
    Use("duty", "ReleaseService/EndConference", R"({"name": "$A/conferences/c2"})");
    Use("speaker", "SpokespersonService/RefuseAssignment",
        R"({"name": "$A", "refusal": {"reason": "赴现场指挥"}})");
  }

  // To another body, and of two incidents one.
  void HandOver() {
    Use("duty", "IncidentService/TransferIncident",
        R"({"name": "$A", "transfer": {"toBody": "org-county", "reason": "涉及多部门"}})");
    Use("admin", "AdminService/CreateAccount",
        absl::StrCat("{", kParent, R"(, "accountId": "clerk2", "password": "Example-1234",
            "account": {"role": "ROLE_CLERK", "body": "org-county"}})"));
    SignAs("receiver", Use("nobody", "AdminService/SignIn", R"({
        "name": "regions/419999/accounts/clerk2", "password": "Example-1234"})"));
    Use("receiver", "IncidentService/AcceptTransfer", R"({"name": "$A"})");
    Keep("$B", Use("duty", "IncidentService/RegisterIncident",
                   absl::StrCat("{", kParent, R"(, "incident": {"title": "厂区围观",
                       "grade": "GRADE_III", "gradeBasis": "现场", "detectedAt": "$NOW"}})")));
    const json merged = Use("approver", "IncidentService/MergeIncident",
                            R"({"name": "$A", "from": "$B", "basis": "同一事件"})");
    EXPECT_EQ(merged["merged"].size(), 1U);
  }

  // What was done outside, and what need not be done.
  void Outside() {
    Use("duty", "TimelineService/RecordEvidence", R"({"name": "$A", "evidence": {"evidence": "e1",
        "kind": "EVIDENCE_KIND_RELEASE", "effectiveAt": "$NOW", "proof": "https://example.invalid sha256:ab"}})");
    Use("approver", "TimelineService/ConfirmEvidence",
        R"({"name": "$A", "confirmation": {"evidence": "e1"}})");
    Use("duty", "TimelineService/RequestWaiver", R"({"name": "$A", "waiver": {
        "obligation": "OBLIGATION_KIND_CONTINUED_RELEASE", "ground": "SUPERIOR_TAKEOVER", "document": "2号"}})");
    Use("approver", "TimelineService/ApproveWaiver",
        R"({"name": "$A", "approval": {"obligation": "OBLIGATION_KIND_CONTINUED_RELEASE"}})");
    Use("approver", "IncidentService/FindFalse", R"({"name": "$A", "finding": {"basis": "旧闻"}})");
    Use("duty", "IncidentService/ReferToPolice",
        R"({"name": "$A", "referral": {"clues": "首发账号"}})");
  }

  // What people look at.
  void Look() {
    Use("inspector", "IncidentService/GetIncident", R"({"name": "$A"})");
    Use("inspector", "IncidentService/ListRecords", R"({"parent": "$A"})");
    const json part = Use("inspector", "IncidentService/ExportIncident", R"({"name": "$A"})");
    EXPECT_GT(part["records"].size(), 10U);
    Use("inspector", "TimelineService/GetRulePack", R"({"incident": "$A"})");
    Use("inspector", "BroadcastService/ListNotices", R"({"parent": "$A"})");
    const json found = Use("inspector", "BroadcastService/ListIncidents",
                           absl::StrCat("{", kParent, R"(, "filter": {"text": "爆燃"}})"));
    EXPECT_EQ(found["incidents"].size(), 1U);
    const json sheet =
        Use("inspector", "BroadcastService/GetSheet", absl::StrCat("{", kParent, "}"));
    EXPECT_NE(sheet["text"].get<std::string>().find("某厂爆燃"), std::string::npos) << sheet;
    Use("admin", "TimelineService/AdvanceClock", R"({"to": "2026-03-03T01:10:00Z"})");
    Use("admin", "TimelineService/GetProgress", "{}");
  }

  // The end.
  void End() {
    Use("approver", "IncidentService/CloseIncident",
        R"({"name": "$A", "closing": {"summary": "不实,已澄清"}})");
    const json ended =
        Use("inspector", "BroadcastService/ListIncidents",
            absl::StrCat("{", kParent, R"(, "filter": {"ended": true, "text": "爆燃"}})"));
    EXPECT_EQ(ended["incidents"].size(), 1U);
  }
};

TEST_F(DayOfTheDutyRoom, UsesEveryRpc) {
  Accounts();
  Report();
  Speaker();
  Text();
  HandOver();
  Outside();
  Look();
  End();

  std::set<std::string> unused = Contract();
  for (const std::string& rpc : used()) unused.erase(rpc);
  // The only stream; tests/system/kill_test.cc and the scenarios watch.
  unused.erase("BroadcastService/Watch");
  EXPECT_TRUE(unused.empty()) << "never used: " << *unused.begin();
}

}  // namespace
}  // namespace clarion::system
