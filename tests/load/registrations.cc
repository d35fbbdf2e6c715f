#include "tests/load/registrations.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clarion/v1/incident_service.pb.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "services/core/proto_time.h"

namespace clarion::load {
namespace {

constexpr char kIdHead[] = "00000000-0000-4000-8000-";
constexpr size_t kFloorBytes = 1024;
constexpr size_t kNumberDigits = 12;

// As long as what an officer enters in the first minutes.
constexpr char kSummary[] =
    "某企业仓库起火,现场浓烟较大,周边道路临时管制。消防救援力量已到场处置,暂无人员伤亡报告,"
    "起火原因待查。网上出现现场视频,转发较快,部分说法未经核实。已通知属地乡镇和应急管理局到场,"
    "要求十五分钟内回报基本情况,并准备首条告知。值班室将持续关注网上动态,及时补充报告。";

std::string Digits(size_t number) { return absl::StrFormat("%012d", number); }

std::optional<size_t> FromDigits(const std::string& digits) {
  uint64_t number = 0;
  if (digits.size() != kNumberDigits || !absl::SimpleAtoi(digits, &number)) return std::nullopt;
  return number;
}

}  // namespace

v1::RegisterIncident SampleIncident(const Registration& registration) {
  v1::RegisterIncident incident;
  incident.set_title(absl::StrCat("仓库火情网上传播 ", registration.number));
  incident.set_place("甲镇工业集聚区");
  incident.set_summary(kSummary);
  incident.set_grade(registration.time_scale == 0 ? v1::GRADE_IV : v1::GRADE_III);
  incident.set_grade_basis("初判");
  *incident.mutable_detected_at() = core::ToProto(registration.detected_at);
  incident.set_exercise(registration.time_scale != 0);
  incident.set_time_scale(registration.time_scale);
  return incident;
}

grpc::ByteBuffer RequestOf(const Registration& registration) {
  v1::RegisterIncidentRequest request;
  request.set_parent(absl::StrCat("regions/", registration.region));
  request.set_request_id(RequestId(registration.number));
  *request.mutable_incident() = SampleIncident(registration);
  return ToBuffer(request.SerializeAsString());
}

std::string RequestId(size_t number) { return kIdHead + Digits(number); }

std::optional<size_t> NumberOf(const std::string& request_id) {
  const size_t head = sizeof(kIdHead) - 1;
  if (request_id.compare(0, head, kIdHead) != 0) return std::nullopt;
  return FromDigits(request_id.substr(head));
}

grpc::ByteBuffer FloorRequest(size_t number) {
  std::string bytes = Digits(number);
  bytes.resize(kFloorBytes, '.');
  return ToBuffer(bytes);
}

std::optional<size_t> FloorNumberOf(const std::string& bytes) {
  return FromDigits(bytes.substr(0, kNumberDigits));
}

std::string IncidentIn(const grpc::ByteBuffer& answer) {
  using google::protobuf::internal::WireFormatLite;
  grpc::ByteBuffer bytes = answer;
  grpc::ProtoBufferReader reader(&bytes);
  google::protobuf::io::CodedInputStream in(&reader);
  const uint32_t wanted = WireFormatLite::MakeTag(v1::Docket::kNameFieldNumber,
                                                  WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  while (const uint32_t tag = in.ReadTag()) {
    std::string name;
    if (tag == wanted) return WireFormatLite::ReadBytes(&in, &name) ? name : "";
    if (!WireFormatLite::SkipField(&in, tag)) return "";
  }
  return "";
}

}  // namespace clarion::load
