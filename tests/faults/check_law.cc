// The laws of tests/core, asked of every state a real docket went through.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/core/proto_time.h"
#include "tests/core/laws.h"
#include "tests/faults/checks.h"

namespace clarion::faults {
namespace {

class Lawful : public DocketCheck {
 public:
  explicit Lawful(Verdict& verdict) : verdict_(verdict) {}

  void Take(const v1::Record& record, const v1::Docket& after) override {
    const std::string broken =
        testing::BrokenLaw(after, after, core::FromProto(record.decided_at()));
    verdict_.Require(broken.empty(), [&] { return absl::StrCat(Where(record), ": ", broken); });
  }

 private:
  Verdict& verdict_;
};

}  // namespace

void AddLawCheck(Verdicts& verdicts, DocketChecks& checks) {
  checks.push_back(std::make_unique<Lawful>(verdicts.Named("law")));
}

}  // namespace clarion::faults
