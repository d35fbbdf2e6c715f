// The hash chain that makes a history provable.
//
// Each paper carries one 32-byte head: `head = SHA-256(previous head || record bytes)`, over the
// bytes as stored, never encoded again. Whoever holds the head holds the whole history: one byte
// changed, left out or put in another place gives another head.
//
//     std::string head;                              // a paper without records has an empty head
//     for (const std::string& record : records) head = NextHead(head, record);
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace clarion::proof {

// 32 bytes.
std::string Sha256(const std::string& bytes);

// First 8 bytes of SHA-256: enough to notice damage and to name an entry of the log.
std::string Hash8(const std::string& bytes);

// The head after `record`. `previous` is empty for the first record.
std::string NextHead(const std::string& previous, const std::string& record);

// Lower-case hex digits, as in etags.
std::string Hex(const std::string& bytes);

// What is wrong with a history, for people and programs.
struct ChainFault {
  // The first record that is broken. When each is well formed and they only do not lead to the
  // head, the last one: up to there something was changed, or more is missing after it.
  int64_t version = 0;
  bool only_chain = false;  // the latter
  std::string what;
};

// OK when `records` are the versions 1, 2, ... of `paper` and lead to `head`; else DATA_LOSS, with
// the fault in `fault` when given. A record changed in place shows at the end only, because a chain
// without checkpoints has one trusted point: `head`.
absl::Status VerifyHistory(const std::string& paper, const std::vector<std::string>& records,
                           const std::string& head, ChainFault* fault = nullptr);

}  // namespace clarion::proof
