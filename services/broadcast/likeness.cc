#include "services/broadcast/likeness.h"

#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"

namespace clarion::broadcast {
namespace {

using Pair = std::pair<int32_t, int32_t>;

constexpr double kHalfAfterHours = 24.0;  // found so far apart, likeness is halved

// Letters and digits in small letters; what stands between them does not count.
std::vector<int32_t> Letters(const std::string& text) {
  std::vector<int32_t> letters;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t letter = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(at, left, &letter);
    if (size <= 0) break;
    at += size;
    left -= size;
    const utf8proc_category_t category = utf8proc_category(letter);
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) {
      letters.push_back(utf8proc_tolower(letter));
    }
  }
  return letters;
}

// Neighbouring letters: Chinese has no spaces to cut words at.
std::set<Pair> Pairs(const std::string& text) {
  const std::vector<int32_t> letters = Letters(text);
  std::set<Pair> pairs;
  for (size_t i = 0; i + 1 < letters.size(); ++i) pairs.insert({letters[i], letters[i + 1]});
  return pairs;
}

// Share of the smaller one that the other has too: a short report is like a long title that holds
// it.
double Overlap(const std::set<Pair>& a, const std::set<Pair>& b) {
  if (a.empty() || b.empty()) return 0;
  const auto common =
      std::count_if(a.begin(), a.end(), [&b](const Pair& pair) { return b.count(pair) > 0; });
  return static_cast<double>(common) / static_cast<double>(std::min(a.size(), b.size()));
}

}  // namespace

int Likeness(const NewReport& report, const v1::Docket& docket) {
  const double words =
      Overlap(Pairs(absl::StrCat(report.title, " ", report.place)),
              Pairs(absl::StrCat(docket.title(), " ", docket.place(), " ", docket.summary())));
  const double hours = absl::ToDoubleHours(
      absl::AbsDuration(report.detected_at - core::FromProto(docket.detected_at())));
  return static_cast<int>(std::lround(100 * words * std::exp2(-hours / kHalfAfterHours)));
}

}  // namespace clarion::broadcast
