// A Secret is a string that no log can hold: it has no operator<<, no conversion, is moved and not
// copied, and is wiped when it goes.
#pragma once

#include <string>

namespace clarion::server {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  // For the library that needs it; never for a message.
  const std::string& Reveal() const { return text_; }

 private:
  void Wipe();
  std::string text_;
};

// Overwrites a text that came in a message and empties it.
void Wipe(std::string* text);

}  // namespace clarion::server
