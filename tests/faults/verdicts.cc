#include "tests/faults/verdicts.h"

#include <algorithm>
#include <utility>

namespace clarion::faults {
namespace {

constexpr size_t kShown = 5;

}  // namespace

void Verdict::Violated(const std::string& what) {
  ++violations;
  if (first.size() < kShown) first.push_back(what);
}

Verdict& Verdicts::Named(const std::string& name) {
  for (Verdict& verdict : all_) {
    if (verdict.name == name) return verdict;
  }
  all_.push_back({.name = name});
  return all_.back();
}

void Verdicts::Append(Verdicts more) {
  for (Verdict& verdict : more.all_) all_.push_back(std::move(verdict));
}

int Verdicts::failed() const {
  return static_cast<int>(std::count_if(
      all_.begin(), all_.end(), [](const Verdict& verdict) { return verdict.violations > 0; }));
}

void Verdicts::Print(std::ostream& out) const {
  int passed = 0;
  int skipped = 0;
  for (const Verdict& verdict : all_) {
    if (verdict.violations > 0) {
      for (const std::string& what : verdict.first) {
        out << "VIOLATION " << verdict.name << ": " << what << "\n";
      }
      const int64_t more = verdict.violations - static_cast<int64_t>(verdict.first.size());
      if (more > 0) out << "VIOLATION " << verdict.name << ": and " << more << " more\n";
    } else if (!verdict.skipped.empty()) {
      ++skipped;
      out << "skip " << verdict.name << ": " << verdict.skipped << "\n";
    } else {
      ++passed;
      out << "ok " << verdict.name << " (" << verdict.checked << " checked)\n";
    }
  }
  out << passed << " passed, " << failed() << " failed, " << skipped << " skipped\n";
}

}  // namespace clarion::faults
