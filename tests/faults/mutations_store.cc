// Faults of the store: bytes that changed, places that say otherwise than the papers.
#include <utility>

#include "services/core/decide.h"
#include "services/store/stored_paper.h"
#include "tests/faults/mutations.h"

namespace clarion::faults {
namespace {

admin::AsStored& AnyPaper(Recorded& recorded, Dice& dice) {
  return recorded.dump.papers[dice() % recorded.dump.papers.size()];
}

bool FlipAByteOfARecord(Recorded& recorded, Dice& dice) {
  admin::AsStored& paper = AnyPaper(recorded, dice);
  std::string& record = paper.records[dice() % paper.records.size()];
  record[dice() % record.size()] ^= 1;
  return true;
}

bool LeaveARecordOut(Recorded& recorded, Dice& dice) {
  admin::AsStored& paper = AnyPaper(recorded, dice);
  if (paper.records.size() < 3) return false;
  paper.records.erase(paper.records.begin() + 1);
  return true;
}

bool SwapTwoRecords(Recorded& recorded, Dice& dice) {
  admin::AsStored& paper = AnyPaper(recorded, dice);
  if (paper.records.size() < 2) return false;
  std::swap(paper.records[0], paper.records[1]);
  return true;
}

bool WriteAnotherBody(Recorded& recorded, Dice& dice) {
  admin::AsStored& stored = AnyPaper(recorded, dice);
  v1::Paper paper = (*store::DecodePaper(stored.name, stored.paper))->paper;
  if (!paper.has_docket()) return false;
  paper.mutable_docket()->set_title("另一件事");
  stored.paper =
      store::EncodePaper(stored.paper.substr(0, store::kHeadBytes), paper.SerializeAsString());
  return true;
}

bool FlipAByteOfABody(Recorded& recorded, Dice& dice) {
  std::string& bytes = AnyPaper(recorded, dice).paper;
  bytes[store::kHeadBytes + dice() % (bytes.size() - store::kHeadBytes)] ^= 1;
  return true;
}

bool LeaveADuePlaceOut(Recorded& recorded, Dice& dice) {
  std::vector<Place>& due = recorded.dump.due;
  due.erase(due.begin() + static_cast<std::ptrdiff_t>(dice() % due.size()));
  return true;
}

bool MoveADuePlace(Recorded& recorded, Dice& /*dice*/) {
  for (Place& place : recorded.dump.due) {
    if (place.score == "inf") continue;
    place.score = std::to_string(std::stoll(place.score) + 1);
    return true;
  }
  return false;
}

bool KeepAnEndedOneDue(Recorded& recorded, Dice& /*dice*/) {
  if (recorded.dump.ended.empty()) return false;
  recorded.dump.due.push_back(recorded.dump.ended.front());
  return true;
}

bool ForgetAnEndedOne(Recorded& recorded, Dice& /*dice*/) {
  if (recorded.dump.ended.empty()) return false;
  recorded.dump.ended.pop_back();
  return true;
}

bool LeaveAHoleInTheLog(MadeRun& run, Dice& /*dice*/) {
  for (size_t i = 2; i + 1 < run.log.size(); ++i) {
    if (run.log[i].shard != run.log.back().shard) continue;
    run.log.erase(run.log.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }
  return false;
}

bool LeaveTheLastOutOfTheLog(MadeRun& run, Dice& /*dice*/) {
  run.log.pop_back();
  return true;
}

bool LogOtherBytes(Recorded& recorded, Dice& dice) {
  LoggedCommit& commit = recorded.dump.log[dice() % recorded.dump.log.size()];
  std::string& sha256 = commit.records.front().sha256;
  sha256[0] = sha256[0] == 'a' ? 'b' : 'a';
  return true;
}

bool LogTwice(MadeRun& run, Dice& /*dice*/) {
  MadeCommit again = run.log.back();
  ++again.sequence;
  run.log.push_back(again);
  return true;
}

bool ForgetARequest(MadeRun& run, Dice& dice) {
  run.requests.erase(run.requests.begin() +
                     static_cast<std::ptrdiff_t>(dice() % run.requests.size()));
  return true;
}

bool RememberAnotherRecord(MadeRun& run, Dice& dice) {
  KeptRequest& kept = run.requests[dice() % run.requests.size()];
  kept.version = static_cast<int64_t>(run.papers[kept.paper].size()) + 1;
  return true;
}

bool SetANameFree(MadeRun& run, Dice& /*dice*/) {
  for (const auto& [name, holder] : run.names) {
    if (name.find("fingerprint/") == std::string::npos) continue;
    run.names.erase(name);
    return true;
  }
  return false;
}

bool HoldANameForNobody(MadeRun& run, Dice& /*dice*/) {
  run.names["source/419999/12345/1"] = "regions/419999/incidents/419999-20260303-9999";
  return true;
}

bool ListOneTooFew(MadeRun& run, Dice& /*dice*/) {
  for (Listing& listing : run.history.listings) {
    if (listing.incidents.empty()) continue;
    listing.incidents.pop_back();
    return true;
  }
  return false;
}

bool ListWhatIsOld(MadeRun& run, Dice& /*dice*/) {
  for (Listing& listing : run.history.listings) {
    if (listing.incidents.empty()) continue;
    --listing.incidents.front().version;
    return true;
  }
  return false;
}

}  // namespace

std::vector<Mutation> StoreMutations() {
  return {
      {"a byte of a record is flipped", "chain", {}, FlipAByteOfARecord},
      {"a record is left out", "chain", {}, LeaveARecordOut},
      {"two records changed places", "chain", {}, SwapTwoRecords},
      {"a body is not the fold", "fold", {}, WriteAnotherBody},
      {"a byte of a body is flipped", "paper_sound", {}, FlipAByteOfABody},
      {"an open paper is not due", "due_set", {}, LeaveADuePlaceOut},
      {"a paper is due a millisecond late", "due_set", {}, MoveADuePlace},
      {"an ended incident is still due", "due_set", {}, KeepAnEndedOneDue},
      {"an ended incident is forgotten", "ended_set", {}, ForgetAnEndedOne},
      {"a hole in the log", "log_dense", LeaveAHoleInTheLog},
      {"the last commit is not in the log", "log_equals_histories", LeaveTheLastOutOfTheLog},
      {"other bytes in the log", "log_equals_histories", {}, LogOtherBytes},
      {"a commit is in the log twice", "log_equals_histories", LogTwice},
      {"a request is not remembered", "request_keys", ForgetARequest},
      {"a request is remembered of another record", "request_keys", RememberAnotherRecord},
      {"an open incident lost its name", "names_held", SetANameFree},
      {"a name is held by nobody", "names_held", HoldANameForNobody},
      {"an open incident is not listed", "list", ListOneTooFew},
      {"an old version is listed", "list", ListWhatIsOld},
  };
}

}  // namespace clarion::faults
