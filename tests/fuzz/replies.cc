// What Redis answers: bytes through hiredis' reader, and each answer through everything that reads
// one: log entries, stored papers, the commit script's answer, remembered requests, the string of a
// data set, errors, what a Sentinel names. A damaged answer is a status, never a crash.
//
// Redis is trusted in one thing: the sizes it announces, for which the reader sets memory aside.
#include <cctype>

#include "absl/strings/str_cat.h"
#include "services/proof/chain.h"
#include "services/store/address.h"
#include "services/store/change_call.h"
#include "services/store/data_set.h"
#include "services/store/log_entries.h"
#include "services/store/redis_errors.h"
#include "services/store/reply.h"
#include "services/store/sentinel.h"
#include "services/store/stored_paper.h"
#include "tests/fuzz/target.h"

namespace clarion::fuzz {
namespace {

using store::Reply;

constexpr size_t kDigitsMost = 5;

struct ReaderFree {
  void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

std::string Bulk(const std::string& text) {
  return absl::StrCat("$", text.size(), "\r\n", text, "\r\n");
}

std::string List(const std::vector<std::string>& items) {
  std::string all = absl::StrCat("*", items.size(), "\r\n");
  for (const std::string& item : items) absl::StrAppend(&all, item);
  return all;
}

std::string SampleEntry() {
  v1::Record record;
  record.set_paper("regions/410726/roster");
  record.set_version(1);
  record.add_events()->mutable_roster_imported()->mutable_roster()->set_superior("city");
  v1::LogEntry entry;
  entry.add_records(record.SerializeAsString());
  return entry.SerializeAsString();
}

std::string SamplePaper() {
  v1::Paper paper;
  paper.mutable_roster()->set_name("regions/410726/roster");
  return store::EncodePaper(proof::Sha256("head"), paper.SerializeAsString());
}

bool AnnouncesMuch(const std::string& bytes) {
  size_t digits = 0;
  for (const char c : bytes) {
    digits = std::isdigit(static_cast<unsigned char>(c)) != 0 ? digits + 1 : 0;
    if (digits > kDigitsMost) return true;
  }
  return false;
}

store::ChangeCall SampleCall() {
  store::ChangeCall call;
  call.heads = {"head"};
  call.names = {"regions/410726/roster", "regions/410726/accounts/li"};
  call.claims = {"source/410726/s/1", "source/410726/s/2"};
  return call;
}

void ExamineText(const std::string& text) {
  const auto paper = store::DecodePaper("regions/410726/roster", text);
  Require(!paper.ok() || text.empty() || (*paper)->head.size() == store::kHeadBytes,
          "a head of another size");
  const auto set = store::ParseSet(text);
  Require(!set.has_value() || store::FormatSet(*set) == text, "a data set of two spellings");
  const auto address = store::ReadAddress(text);
  Require(!address.has_value() || store::IsAddress(*address), "an address that is none");
  const store::ChangeCall call = SampleCall();
  std::string learned;
  const auto committed = store::ReadChangeAnswer(call, text, &learned);
  Require(!committed.ok() || committed->claim.empty() ||
              committed->outcome == store::Committed::Outcome::kTaken,
          "a claim that nobody lost");
  store::DecodeRequest(text).IgnoreError();
  Require(!store::ErrorStatus(text).ok(), "an error that is none");
  store::MakeEntry(0, 1, text, true).IgnoreError();
}

void ExamineReply(const redisReply& reply) {
  ExamineText(store::Text(reply));
  const auto entries = store::EntriesOf(3, reply, true);
  Require(!entries.ok() || entries->size() == reply.elements, "an entry that vanished");
  if (!store::IsArray(reply)) return;
  for (size_t i = 0; i < reply.elements; ++i) ExamineReply(*reply.element[i]);
  if (reply.elements == 2) {
    store::NamingOf(*reply.element[0], *reply.element[1]).IgnoreError();
  }
}

}  // namespace

std::vector<std::string> Samples() {
  const std::string entry = SampleEntry();
  return {
      List({List({Bulk("0-7"), List({Bulk("e"), Bulk(entry)})}),
            List({Bulk("0-8"), List({Bulk("e"), Bulk(entry)})})}),
      Bulk(SamplePaper()),
      Bulk("D12") + Bulk("C2") + Bulk("T1 regions/410726/incidents/1") + Bulk("K"),
      Bulk("O0123456789abcdef0123456789abcdef 2 16 manual:1772") +
          Bulk("0123456789abcdef0123456789abcdef 1 16 real"),
      Bulk(absl::StrCat("A", proof::Sha256("request"), "3 regions/410726/incidents/1")),
      "-NOSCRIPT No matching script\r\n-OOM command not allowed\r\n-READONLY replica\r\n",
      ":5\r\n$-1\r\n*-1\r\n+OK\r\n",
      List({List({Bulk("name"), Bulk("clarion"), Bulk("flags"), Bulk("master"),
                  Bulk("config-epoch"), Bulk("3"), Bulk("num-slaves"), Bulk("2")}),
            List({Bulk("127.0.0.1"), Bulk("6379")})}),
      Bulk("[::1]:6379"),
  };
}

void Examine(const std::string& bytes) {
  if (AnnouncesMuch(bytes)) return;
  const std::unique_ptr<redisReader, ReaderFree> reader(redisReaderCreate());
  if (redisReaderFeed(reader.get(), bytes.data(), bytes.size()) != REDIS_OK) return;
  void* read = nullptr;
  while (redisReaderGetReply(reader.get(), &read) == REDIS_OK && read != nullptr) {
    const Reply reply(static_cast<redisReply*>(read));
    ExamineReply(*reply);
    read = nullptr;
  }
}

}  // namespace clarion::fuzz
