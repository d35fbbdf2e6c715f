#include "services/store/change_call.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/core/check.h"
#include "services/core/refusal.h"
#include "services/proof/chain.h"
#include "services/store/command_text.h"
#include "services/store/keys.h"
#include "services/store/redis_errors.h"
#include "services/store/scripts.h"
#include "services/store/stored_paper.h"

namespace clarion::store {
namespace {

constexpr size_t kBytesMost = 64 * 1024;
constexpr size_t kRosterBytesMost = 512 * 1024;
constexpr size_t kRequestHashBytes = 32;
constexpr int64_t kBoundMs = 250;
constexpr int64_t kUnboundMs = int64_t{1} << 50;

absl::Status TooLarge(const std::string& what, size_t bytes, size_t most) {
  return core::Refuse(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = v1::ERROR_REASON_PAPER_TOO_LARGE,
       .en = absl::StrCat(what, " would have ", bytes, " bytes; at most ", most,
                          " are kept. Shorten it, or put long texts into attachments."),
       .zh = absl::StrCat(what, " 将达 ", bytes, " 字节，上限为 ", most,
                          " 字节。请缩短内容，或将长文本作为附件。"),
       .metadata = {{"bytes", absl::StrCat(bytes)}, {"mostBytes", absl::StrCat(most)}}});
}

absl::Status CheckSize(const std::string& what, size_t bytes, size_t most) {
  return bytes <= most ? absl::OkStatus() : TooLarge(what, bytes, most);
}

// Where the paper goes in the due set; see commit.lua.
std::string PlaceOf(const PaperWrite& paper) {
  if (!paper.timed) return "";
  if (paper.ended) return "e";
  if (!paper.next_due.has_value()) return "+inf";
  return absl::StrCat(absl::ToUnixMillis(*paper.next_due));
}

void CheckShape(const Change& change, int shard) {
  CLARION_CHECK(!change.papers.empty() && change.papers.size() <= kPapersMost);
  for (const PaperWrite& paper : change.papers) CLARION_CHECK(ShardOf(paper.name) == shard);
  for (const Guard& guard : change.guards) CLARION_CHECK(ShardOf(guard.name) == shard);
}

void AddKeys(const Change& change, int shard, CommandText* command) {
  const size_t count = 7 + 2 * change.papers.size() + change.guards.size() + change.texts.size();
  command->Add(absl::StrCat(count));
  command->Add(ShardKey(shard, "set"));
  command->Add(change.request.has_value() ? RequestKey(shard, change.request->key)
                                          : ShardKey(shard, "set"));
  for (const char* name : {"log", "due", "ended", "claims", "bell"}) {
    command->Add(ShardKey(shard, name));
  }
  for (const PaperWrite& paper : change.papers) {
    command->Add(PaperKey(paper.name));
    command->Add(HistoryKey(paper.name));
  }
  for (const Guard& guard : change.guards) command->Add(PaperKey(guard.name));
  for (const std::string& text : change.texts) command->Add(TextKey(shard, proof::Sha256(text)));
}

void AddTerms(const Change& change, const Held& held, bool bounded, CommandText* command) {
  const bool manual = held.info.set.manual_clock;
  CLARION_CHECK(bounded || !change.not_before.has_value());
  command->Add(held.text);
  command->Add(change.request.has_value() ? EncodeRequest(*change.request, change.papers.front())
                                          : "");
  command->Add(absl::StrCat(absl::ToUnixMillis(change.now)));
  command->Add(absl::StrCat(manual ? 0 : bounded ? kBoundMs : kUnboundMs));
  command->Add(
      absl::StrCat(change.not_before.has_value() ? absl::ToUnixMillis(*change.not_before) : 0));
  command->Add(manual ? absl::StrCat(absl::ToUnixMillis(held.info.manual_now)) : "");
  command->Add(absl::StrCat(change.papers.size()));
  command->Add(absl::StrCat(change.guards.size()));
  command->Add(absl::StrCat(change.claims.size()));
  command->Add(absl::StrCat(change.texts.size()));
}

absl::Status AddPapers(const Change& change, ChangeCall* call, CommandText* command) {
  for (const PaperWrite& paper : change.papers) {
    const size_t most = paper.paper.has_roster() ? kRosterBytesMost : kBytesMost;
    const std::string body = paper.paper.SerializeAsString();
    absl::Status size = CheckSize(paper.name, body.size(), most);
    if (size.ok())
      size = CheckSize(absl::StrCat("A record of ", paper.name), paper.record.size(), most);
    if (!size.ok()) return size;
    call->heads.push_back(proof::NextHead(paper.expected_head, paper.record));
    call->body_bytes.push_back(body.size());
    call->names.push_back(paper.name);
    command->Add(paper.expected_head);
    command->Add(EncodePaper(call->heads.back(), body));
    command->Add(paper.record);
    command->Add(PlaceOf(paper));
    command->Add(paper.name);
  }
  return absl::OkStatus();
}

// About how long the command will be: keys, terms, and what is written.
size_t ExpectedBytes(const Change& change) {
  size_t bytes = 1024;
  for (const PaperWrite& paper : change.papers) {
    bytes += 3 * paper.record.size() + 4 * paper.name.size() + 1024;
  }
  for (const std::string& text : change.texts) bytes += text.size() + 128;
  return bytes;
}

// The number a C or T answer begins with, as an index.
absl::StatusOr<size_t> IndexOf(const std::string& digits, size_t count) {
  size_t number = 0;
  if (!absl::SimpleAtoi(digits, &number) || number < 1 || number > count) {
    return Unexpected("an answer of the commit script that counts wrongly");
  }
  return number - 1;
}

}  // namespace

absl::StatusOr<ChangeCall> MakeChangeCall(const Change& change, const Held& held, bool bounded) {
  ChangeCall call;
  CLARION_CHECK(!change.papers.empty());
  call.shard = ShardOf(change.papers.front().name);
  CheckShape(change, call.shard);
  v1::LogEntry entry;
  for (const PaperWrite& paper : change.papers) entry.add_records(paper.record);
  const std::string entry_bytes = entry.SerializeAsString();
  call.entry_hash8 = proof::Hash8(entry_bytes);
  CommandText command(ExpectedBytes(change));
  command.Add("EVALSHA");
  command.Add(CommitScript().sha1);
  AddKeys(change, call.shard, &command);
  AddTerms(change, held, bounded, &command);
  command.Add(entry_bytes);
  absl::Status added = AddPapers(change, &call, &command);
  if (!added.ok()) return added;
  for (const Guard& guard : change.guards) {
    call.names.push_back(guard.name);
    command.Add(guard.head);
  }
  for (const ClaimWrite& claim : change.claims) {
    call.claims.push_back(claim.name);
    command.Add(claim.name);
    command.Add(claim.expected);
    command.Add(claim.value);
  }
  for (const std::string& text : change.texts) {
    absl::Status size = CheckSize("A text", text.size(), kBytesMost);
    if (!size.ok()) return size;
    command.Add(text);
  }
  call.command = std::move(command).Take();
  return call;
}

absl::StatusOr<Committed> ReadChangeAnswer(const ChangeCall& call, const std::string& answer,
                                           std::string* set) {
  Committed committed;
  if (answer.empty()) return Unexpected("an empty answer of the commit script");
  const std::string rest = answer.substr(1);
  switch (answer.front()) {
    case 'D':
      committed.outcome = Committed::Outcome::kDone;
      committed.heads = call.heads;
      if (!absl::SimpleAtoi(rest, &committed.sequence))
        return Unexpected("a sequence that is none");
      return committed;
    case 'A':
      return DecodeRequest(rest);
    case 'K':
      committed.outcome = Committed::Outcome::kClock;
      return committed;
    case 'O':
      committed.outcome = Committed::Outcome::kOther;
      *set = rest;
      return committed;
    case 'C': {
      absl::StatusOr<size_t> index = IndexOf(rest, call.names.size());
      if (!index.ok()) return index.status();
      committed.outcome = Committed::Outcome::kChanged;
      committed.paper = call.names[*index];
      return committed;
    }
    case 'T': {
      const size_t space = rest.find(' ');
      if (space == std::string::npos) return Unexpected("a holder that is missing");
      absl::StatusOr<size_t> index = IndexOf(rest.substr(0, space), call.claims.size());
      if (!index.ok()) return index.status();
      committed.outcome = Committed::Outcome::kTaken;
      committed.claim = call.claims[*index];
      committed.holder = rest.substr(space + 1);
      return committed;
    }
    default:
      return Unexpected("an answer of the commit script that is not known");
  }
}

std::string EncodeRequest(const Request& request, const PaperWrite& first) {
  CLARION_CHECK(request.hash.size() == kRequestHashBytes);
  return absl::StrCat(request.hash, VersionOf(first.paper), " ", first.name);
}

absl::StatusOr<Committed> DecodeRequest(const std::string& value) {
  Committed committed;
  committed.outcome = Committed::Outcome::kAgain;
  const size_t space = value.find(' ', kRequestHashBytes);
  if (value.size() < kRequestHashBytes || space == std::string::npos ||
      !absl::SimpleAtoi(value.substr(kRequestHashBytes, space - kRequestHashBytes),
                        &committed.version)) {
    return Damaged("A remembered request cannot be read. Nothing is built on it.",
                   "已记录的请求无法读取，已停止据此办理。");
  }
  committed.request_hash = value.substr(0, kRequestHashBytes);
  committed.paper = value.substr(space + 1);
  return committed;
}

}  // namespace clarion::store
