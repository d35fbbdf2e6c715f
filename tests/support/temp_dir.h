// A folder of its own for one test, removed with all in it.
#pragma once

#include <string>

namespace clarion::support {

class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;  // short: paths of unix sockets end at 107 characters
};

}  // namespace clarion::support
