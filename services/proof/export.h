// An export: one incident in a file that proves itself, without Clarion and without its store.
//
//   clarion-export 1
//   paper regions/410726/incidents/410726-20261123-0007
//   record 1 <head after it, hex> <record, base64>
//   record 2 ...
//   docket <SHA-256, hex> <base64>
//   pack <SHA-256, hex> <base64>   the rule pack it began with, as written
//   text <SHA-256, hex> <base64>   in order of the hash
//   end <SHA-256 over all lines before, hex>
//
// Bytes are those of the store. The end of the chain, the last head, is what a file is held
// against: whoever noted it once (as an etag, on paper) finds out any other history.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace clarion::proof {

struct Export {
  std::string paper = {};
  std::vector<std::string> records = {};          // as stored, oldest first
  std::string docket = {};                        // the docket as told, without etag
  std::string pack = {};                          // YAML
  std::map<std::string, std::string> texts = {};  // by SHA-256, 32 bytes
};

// What can be wrong.
enum class Flaw {
  kForm,       // not a line that may stand here
  kOrder,      // a record or text is missing, or in another place
  kBytes,      // bytes that do not have their hash, or do not lead to their head
  kEnd,        // cut off, continued, or not the lines it was made of
  kRecord,     // a record that is none of this incident
  kText,       // a text is missing, or another one was signed
  kClock,      // a clock is not what the rules make of the facts
  kSignature,  // a second person is missing
  kDocket,     // the docket is not the fold of its records
  kPack,       // the rules cannot be read
  kNewer,      // a newer release wrote it; this one cannot tell
  kHead,       // the history leads to another head than the one it is held against
};

// Where a file is wrong, and how.
struct ExportFault {
  int line = 0;           // 1 is the first
  int64_t version = 0;    // the record it is about; 0: none
  std::string what = {};  // in English; empty: nothing is wrong
  Flaw kind = Flaw::kForm;
};

// `line 12, record 9: its bytes do not give its head`.
std::string Words(const ExportFault& fault);

std::string WriteExport(const Export& parts);

// The parts of a file whose form, order, heads, hashes and end are right; else none, and the first
// fault in `fault`. What the parts say is not looked at: see audit.h.
std::optional<Export> ReadExport(const std::string& file, ExportFault& fault);

}  // namespace clarion::proof
