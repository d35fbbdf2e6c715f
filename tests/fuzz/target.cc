// What libFuzzer calls. With CLARION_FUZZ_SAMPLES=DIR the samples are written there first.
#include "tests/fuzz/target.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace clarion::fuzz {

void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what.c_str());
  std::abort();
}

}  // namespace clarion::fuzz

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* folder = std::getenv("CLARION_FUZZ_SAMPLES");
  if (folder == nullptr) return 0;
  int number = 0;
  for (const std::string& sample : clarion::fuzz::Samples()) {
    std::ofstream file(folder + ("/sample-" + std::to_string(number++)), std::ios::binary);
    file << sample;
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  clarion::fuzz::Examine(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
