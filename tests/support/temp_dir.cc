#include "tests/support/temp_dir.h"

#include <stdlib.h>

#include <filesystem>

#include "services/core/check.h"

namespace clarion::support {

TempDir::TempDir() {
  const char* base = getenv("TMPDIR");
  std::string pattern = std::string(base != nullptr ? base : "/tmp") + "/clarion-XXXXXX";
  CLARION_CHECK(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace clarion::support
