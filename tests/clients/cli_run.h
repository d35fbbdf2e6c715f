// Runs the command line in the test's own process: arguments in, exit code and text out. One
// thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/clients/fake_desks.h"

namespace clarion::tests {

struct CliResult {
  int code = -1;
  std::string out;
  std::string err;
};

// A person at a terminal, with a home of their own and a context `duty` in region 410726.
class Person {
 public:
  explicit Person(FakeDesks& desks);
  ~Person();

  CliResult Run(const std::vector<std::string>& arguments);

  std::string input;           // what is typed
  bool at_a_terminal = false;  // input is a terminal, not a pipe
  std::string password;        // typed without echo; empty: nobody is there to type
  std::map<std::string, std::string> environment;
  absl::Time now;  // the machine's clock; the desks' unless set
  std::string config() const { return folder_ + "/config/contexts.json"; }
  // A file of their own; the second one writes it.
  std::string File(const std::string& name) const { return folder_ + "/" + name; }
  std::string File(const std::string& name, const std::string& content) const;

 private:
  FakeDesks& desks_;
  std::string folder_;
};

}  // namespace clarion::tests
