#include "services/server/yaml_proto.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "services/server/utf8.h"
#include "services/server/yaml_scalar.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/yaml.h"

namespace clarion::server {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

constexpr size_t kSizeMax = 1 << 20;
constexpr int kDepthMax = 32;
constexpr size_t kFaultsMax = 100;

class Faults {
 public:
  void Add(int line, const std::string& path, const std::string& what) {
    if (list_.size() < kFaultsMax) list_.push_back({line, path, what});
  }
  bool empty() const { return list_.empty(); }
  std::vector<YamlFault> Take() { return std::move(list_); }

 private:
  std::vector<YamlFault> list_;
};

// Looks at the text before anything is built of it: nothing in it may stand for something elsewhere
// (aliases grow, tags choose types), and it may not be deep.
class Gate : public YAML::EventHandler {
 public:
  explicit Gate(Faults* faults) : faults_(faults) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    faults_->Add(mark.line + 1, "", "aliases are not allowed: write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string&) override {
    Check(mark, tag, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Check(mark, tag, anchor);
    Enter(mark);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Check(mark, tag, anchor);
    Enter(mark);
  }
  void OnMapEnd() override { --depth_; }

 private:
  void Check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) faults_->Add(mark.line + 1, "", "anchors are not allowed");
    // "?" plain and "!" quoted are yaml-cpp's own words for "no tag".
    if (!tag.empty() && tag != "?" && tag != "!") {
      faults_->Add(mark.line + 1, "", absl::StrCat("tags are not allowed: ", tag));
    }
  }
  void Enter(const YAML::Mark& mark) {
    if (++depth_ == kDepthMax + 1) {
      faults_->Add(mark.line + 1, "", absl::StrCat("deeper than ", kDepthMax, " levels"));
    }
  }

  Faults* const faults_;
  int depth_ = 0;
};

std::string Join(const std::string& path, const std::string& key) {
  return path.empty() ? key : absl::StrCat(path, ".", key);
}

class Reader {
 public:
  explicit Reader(Faults* faults) : faults_(faults) {}

  void ReadMessage(const YAML::Node& node, int line, const std::string& path, Message* out) {
    if (!node.IsMap()) {
      faults_->Add(line, path, "must be a mapping of keys to values");
      return;
    }
    std::set<std::string> seen;
    std::set<const OneofDescriptor*> chosen;
    for (const auto& entry : node) {
      const int key_line = entry.first.Mark().line + 1;
      if (!entry.first.IsScalar()) {
        faults_->Add(key_line, path, "a key must be a word");
        continue;
      }
      const std::string& key = entry.first.Scalar();
      const std::string key_path = Join(path, key);
      const FieldDescriptor* field = out->GetDescriptor()->FindFieldByName(key);
      if (field == nullptr) {
        faults_->Add(key_line, key_path, "unknown key");
      } else if (!seen.insert(key).second) {
        faults_->Add(key_line, key_path, "the key stands twice");
      } else if (field->real_containing_oneof() != nullptr &&
                 !chosen.insert(field->real_containing_oneof()).second) {
        faults_->Add(key_line, key_path, "only one of its group may be given");
      } else {
        ReadField(entry.second, key_line, key_path, *field, out);
      }
    }
  }

 private:
  // A missing value has no place of its own: its key's line is told.
  static int LineOf(const YAML::Node& node, int fallback) {
    return node.IsNull() || node.Mark().is_null() ? fallback : node.Mark().line + 1;
  }

  void ReadField(const YAML::Node& node, int key_line, const std::string& path,
                 const FieldDescriptor& field, Message* out) {
    const int line = LineOf(node, key_line);
    if (field.is_map()) {
      faults_->Add(line, path, "is of a type that cannot be written in YAML");
    } else if (!field.is_repeated()) {
      ReadValue(node, line, path, field, out);
    } else if (!node.IsSequence()) {
      faults_->Add(line, path, "must be a sequence");
    } else {
      size_t index = 0;
      for (const YAML::Node& item : node) {
        ReadValue(item, LineOf(item, line), absl::StrCat(path, "[", index++, "]"), field, out);
      }
    }
  }

  void ReadValue(const YAML::Node& node, int line, const std::string& path,
                 const FieldDescriptor& field, Message* out) {
    if (node.IsNull()) {
      faults_->Add(line, path, "has no value");
      return;
    }
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      ReadScalar(node, line, path,
                 [&](const YamlScalar& scalar) { return SetScalar(scalar, field, out); });
      return;
    }
    Message* message = field.is_repeated() ? out->GetReflection()->AddMessage(out, &field)
                                           : out->GetReflection()->MutableMessage(out, &field);
    if (auto* duration = dynamic_cast<google::protobuf::Duration*>(message)) {
      ReadScalar(node, line, path,
                 [&](const YamlScalar& scalar) { return SetDuration(scalar, duration); });
    } else if (auto* timestamp = dynamic_cast<google::protobuf::Timestamp*>(message)) {
      ReadScalar(node, line, path,
                 [&](const YamlScalar& scalar) { return SetTimestamp(scalar, timestamp); });
    } else {
      ReadMessage(node, line, path, message);
    }
  }

  template <typename Set>
  void ReadScalar(const YAML::Node& node, int line, const std::string& path, const Set& set) {
    if (!node.IsScalar()) {
      faults_->Add(line, path, "must be a single value");
      return;
    }
    const std::string fault = set(YamlScalar{node.Scalar(), node.Tag() == "!"});
    if (!fault.empty()) faults_->Add(line, path, fault);
  }

  Faults* const faults_;
};

void ReadInto(const std::string& text, Message* out, Faults* faults) {
  {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    Gate gate(faults);
    if (!parser.HandleNextDocument(gate)) {
      faults->Add(1, "", "is empty");
      return;
    }
    if (!faults->empty()) return;
    if (parser.HandleNextDocument(gate)) {
      faults->Add(1, "", "holds more than one document");
      return;
    }
  }
  const YAML::Node root = YAML::Load(text);
  Reader(faults).ReadMessage(root, root.Mark().is_null() ? 1 : root.Mark().line + 1, "", out);
}

}  // namespace

std::vector<YamlFault> FaultsOfYaml(const std::string& text, Message* out) {
  out->Clear();
  Faults faults;
  if (text.size() > kSizeMax) {
    faults.Add(1, "", "is larger than 1 MiB");
  } else if (const size_t good = ValidUtf8Prefix(text); good != text.size()) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(good), '\n');
    faults.Add(static_cast<int>(line) + 1, "", "is not UTF-8");
  } else {
    try {
      ReadInto(text, out, &faults);
    } catch (const YAML::Exception& e) {  // the one place that calls yaml-cpp
      faults.Add(e.mark.is_null() ? 1 : e.mark.line + 1, "", e.msg);
    }
  }
  return faults.Take();
}

absl::Status ReadYaml(const std::string& text, const std::string& file, Message* out) {
  const std::vector<YamlFault> faults = FaultsOfYaml(text, out);
  if (faults.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrJoin(faults, "\n", [&](std::string* line, const YamlFault& fault) {
        absl::StrAppend(line, file, ":", fault.line, ": ", fault.path,
                        fault.path.empty() ? "" : ": ", fault.what);
      }));
}

}  // namespace clarion::server
