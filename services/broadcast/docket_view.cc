#include "services/broadcast/docket_view.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"
#include "services/core/check.h"

namespace clarion::broadcast {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

// `message` as field `field` of a WatchItem, that as field `items` of a WatchResponse.
grpc::Slice Item(int field, const std::string& message) {
  const auto length = [](size_t size) {
    return CodedOutputStream::VarintSize32(static_cast<uint32_t>(size));
  };
  const size_t item_size = 1 + length(message.size()) + message.size();
  std::string bytes;
  bytes.reserve(item_size + 8);
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    CodedOutputStream out(&stream);
    out.WriteTag(WireFormatLite::MakeTag(v1::WatchResponse::kItemsFieldNumber,
                                         WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
    out.WriteVarint32(static_cast<uint32_t>(item_size));
    out.WriteTag(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
    out.WriteVarint32(static_cast<uint32_t>(message.size()));
    out.WriteString(message);
  }
  return grpc::Slice(bytes);
}

}  // namespace

DocketView::DocketView(v1::Docket docket, const std::string& head,
                       std::optional<absl::Time> next_due)
    : name_(docket.name()),
      version_(docket.version()),
      next_due_(next_due.value_or(absl::InfiniteFuture())) {
  CLARION_CHECK(head.size() == head_.size());
  std::copy(head.begin(), head.end(), head_.begin());
  docket.set_etag(absl::BytesToHexString(head));
  const std::string bytes = docket.SerializeAsString();
  state_ = Item(v1::WatchItem::kStateFieldNumber, bytes);
  docket_at_ = state_.size() - bytes.size();
}

v1::Docket DocketView::Docket() const {
  v1::Docket docket;
  CLARION_CHECK(docket.ParseFromArray(state_.begin() + docket_at_,
                                      static_cast<int>(state_.size() - docket_at_)));
  return docket;
}

grpc::Slice ChangeItem(const std::string& record) {
  return Item(v1::WatchItem::kChangeFieldNumber, record);
}

}  // namespace clarion::broadcast
