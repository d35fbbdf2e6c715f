// Machines on one wire, for one test: a network namespace each, joined by virtual interfaces to a
// switch in a namespace of its own. The wire can be cut in two: what is on one side does not hear
// the other, and no connection is closed by it.
//
// Needs root and `ip`. None of it has a name on the host; it goes when the object, the threads and
// the processes in it are gone. Unix sockets are reached from everywhere. Not thread-safe, but for
// `Inside`.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace clarion::support {

class Wire {
 public:
  // So many machines.
  explicit Wire(int machines);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // Of a machine, the first being 0: `10.77.0.1` and on.
  static std::string AddressOf(int machine);

  // Does it on that machine: sockets, processes and threads made there stay there.
  void Inside(int machine, const std::function<void()>& act) const;

  // These machines on one side, all others on the other.
  void Cut(const std::vector<int>& machines);
  void Join();

 private:
  void Ip(const std::string& lines) const;

  int switch_ = -1;            // of the switch's namespace
  std::vector<int> machines_;  // of each machine's
};

}  // namespace clarion::support
