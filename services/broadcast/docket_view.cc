#include "services/broadcast/docket_view.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"

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

const grpc::Slice& DocketView::State() const {
  std::call_once(once_, [this] {
    state_ = Item(v1::WatchItem::kStateFieldNumber, docket.SerializeAsString());
  });
  return state_;
}

grpc::Slice ChangeItem(const std::string& record) {
  return Item(v1::WatchItem::kChangeFieldNumber, record);
}

}  // namespace clarion::broadcast
