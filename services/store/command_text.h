// One command as Redis reads it, written argument by argument into one buffer. A commit has about
// forty arguments; as strings of their own they cost more than the decision they carry.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace clarion::store {

class CommandText {
 public:
  explicit CommandText(size_t expected_bytes) { arguments_.reserve(expected_bytes); }

  // One argument. Binary-safe.
  void Add(absl::string_view argument) {
    ++count_;
    absl::StrAppend(&arguments_, "$", argument.size(), "\r\n", argument, "\r\n");
  }

  // The bytes of the command; nothing may be added after it.
  std::string Take() && { return absl::StrCat("*", count_, "\r\n", arguments_); }

 private:
  size_t count_ = 0;
  std::string arguments_;
};

}  // namespace clarion::store
