#include "tests/faults/office.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/support/deployment.h"
#include "tests/support/sample_county.h"

namespace clarion::faults {
namespace {

constexpr const char* kRegions[] = {"419999", "419998"};

v1::Account AccountOf(const std::string& id, v1::Role role, const std::string& official = "") {
  v1::Account account;
  account.set_name(id);
  account.set_role(role);
  account.set_body(official.empty() ? "org-county" : "org-emb");
  account.set_official(official);
  return account;
}

absl::StatusOr<People> AddPeople(support::Deployment& deployment, const std::string& code) {
  v1::Roster roster = testing::SampleRoster();
  roster.set_name(absl::StrCat("regions/", code, "/roster"));
  if (absl::Status added = deployment.AddRegion(roster); !added.ok()) return added;
  const auto tokens = deployment.AddAccounts(
      code, {AccountOf("duty1", v1::ROLE_DUTY), AccountOf("duty2", v1::ROLE_DUTY),
             AccountOf("app1", v1::ROLE_APPROVER), AccountOf("app2", v1::ROLE_APPROVER),
             AccountOf("emb-head", v1::ROLE_SPEAKER, "o-emb-head"),
             AccountOf("insp", v1::ROLE_INSPECTOR)});
  if (!tokens.ok()) return tokens.status();
  return People{.region = absl::StrCat("regions/", code),
                .duty = {(*tokens)[0], (*tokens)[1]},
                .approvers = {(*tokens)[2], (*tokens)[3]},
                .speaker = (*tokens)[4],
                .inspector = (*tokens)[5]};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Office>> Office::Make() {
  auto deployment = support::Deployment::Open({});
  if (!deployment.ok()) return deployment.status();
  std::unique_ptr<Office> office(new Office());
  for (const char* code : kRegions) {
    auto people = AddPeople(**deployment, code);
    if (!people.ok()) return people.status();
    office->regions_.push_back(*std::move(people));
  }
  office->administrator_ = (*deployment)->administrator();
  (*deployment)->group().KillAll();
  (*deployment)->redis().Stop();
  std::filesystem::copy((*deployment)->redis().folder() + "/appendonlydir",
                        office->folder_.path() + "/appendonlydir",
                        std::filesystem::copy_options::recursive);
  return office;
}

void Office::CopyTo(const std::string& folder) const {
  std::filesystem::copy(folder_.path() + "/appendonlydir", folder + "/appendonlydir",
                        std::filesystem::copy_options::recursive);
}

}  // namespace clarion::faults
