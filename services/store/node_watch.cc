#include "services/store/node_watch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/core/refusal.h"
#include "services/store/durability.h"
#include "services/store/steady.h"

namespace clarion::store {
namespace {

// Seconds since a replica was heard: it tells each second how far it is.
constexpr int kKeepsUp = 2;

// `slave0:ip=10.0.0.2,port=6379,state=online,offset=42,lag=0`
bool KeepsUp(const std::string& line) {
  bool online = false;
  int lag = kKeepsUp + 1;
  const std::vector<std::string> parts = absl::StrSplit(line, ',');
  for (const std::string& part : parts) {
    if (part == "state=online") online = true;
    if (absl::StartsWith(part, "lag=") && !absl::SimpleAtoi(part.substr(4), &lag)) return false;
  }
  return online && lag <= kKeepsUp;
}

bool SameNode(const Endpoint& a, const Endpoint& b) {
  return a.socket == b.socket && a.address == b.address;
}

}  // namespace

ReplicationFacts ReadReplication(const std::string& info) {
  ReplicationFacts facts;
  const std::vector<std::string> lines = absl::StrSplit(info, "\r\n");
  for (const std::string& line : lines) {
    if (absl::StartsWith(line, "role:")) facts.role = line.substr(5);
    if (absl::StartsWith(line, "master_replid:")) facts.history = line.substr(14);
    if (absl::StartsWith(line, "slave") && KeepsUp(line)) ++facts.replicas;
  }
  return facts;
}

NodeWatch::NodeWatch(Parts parts) : parts_(std::move(parts)) {
  state_.configured = parts_.durability;
}

absl::Status NodeWatch::Connected(const Whereabouts::Opened& opened) {
  absl::Status durable = Note(CheckDurability(*opened.connection, parts_.durability));
  if (!durable.ok()) return durable;
  absl::StatusOr<Reply> info = opened.connection->Call({"INFO", "replication"});
  if (!info.ok()) return info.status();
  const ReplicationFacts facts = ReadReplication(Text(**info));
  bool first = false;
  bool moved = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    first = history_.empty();
    moved = !first && !SameNode(endpoint_, opened.place.endpoint);
    endpoint_ = opened.place.endpoint;
    history_ = facts.history;
    state_.node = DescribeNode(endpoint_);
    state_.replicas = facts.replicas;
  }
  if (moved) parts_.confirmations.Reset();
  // A master met for the first time may be one that is being left: its replicas count, too, that
  // the Sentinels know of and it does not.
  const int known = first ? opened.place.replicas_known : 0;
  parts_.confirmations.Observe(std::max(facts.replicas, known), SteadyNow());
  return absl::OkStatus();
}

// What was found of the settings; alarmed when it gets worse.
absl::Status NodeWatch::Note(const absl::Status& durable) {
  if (absl::IsUnavailable(durable)) return durable;  // nothing was found
  const std::string fault(durable.message());
  bool news = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    news = !durable.ok() && state_.fault != fault;
    state_.kept = durable.ok();
    state_.fault = fault;
    state_.fault_zh = core::ChineseOf(durable);
    state_.looked_at = absl::Now();
  }
  if (news && parts_.on_alarm != nullptr) parts_.on_alarm(fault);
  return durable;
}

// False when the node is no longer what was connected.
bool NodeWatch::NoteFacts(const std::string& info) {
  const ReplicationFacts facts = ReadReplication(info);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (facts.role != "master" || facts.history != history_) return false;
  state_.replicas = facts.replicas;
  parts_.confirmations.Observe(facts.replicas, SteadyNow());
  return true;
}

void NodeWatch::Look() {
  if (looking_.exchange(true)) return;
  const absl::Time deadline = absl::Now() + absl::Seconds(1);
  parts_.link.Submit({.argv = {"INFO", "replication"},
                      .deadline = deadline,
                      .reserved = true,
                      .done = [this](const absl::StatusOr<Reply>& reply) {
                        if (reply.ok() && !NoteFacts(Text(**reply))) parts_.where.Doubt();
                      }});
  parts_.link.Submit({.argv = AskDurability(),
                      .deadline = deadline,
                      .reserved = true,
                      .done = [this](const absl::StatusOr<Reply>& reply) {
                        looking_.store(false);
                        if (!reply.ok()) return;
                        const absl::Status durable =
                            Note(ReadDurability(**reply, parts_.durability));
                        if (!durable.ok()) parts_.where.Doubt();
                      }});
}

DurabilityState NodeWatch::state() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  DurabilityState state = state_;
  state.sentinels = parts_.where.sentinels();
  state.sentinels_answering = parts_.where.sentinels_answering();
  return state;
}

}  // namespace clarion::store
