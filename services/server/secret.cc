#include "services/server/secret.h"

#include "sodium.h"

namespace clarion::server {

// Texts are swapped, and what the other held is wiped: a short one leaves its bytes behind.
Secret::Secret(std::string text) {
  text_.swap(text);
  server::Wipe(&text);
}

Secret::Secret(Secret&& other) noexcept {
  text_.swap(other.text_);
  other.Wipe();
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    text_.swap(other.text_);
    other.Wipe();
  }
  return *this;
}

Secret::~Secret() { Wipe(); }

void Secret::Wipe() { server::Wipe(&text_); }

void Wipe(std::string* text) {
  // The capacity, since a longer text may have stood there before.
  text->resize(text->capacity());
  sodium_memzero(text->data(), text->size());
  text->clear();
}

}  // namespace clarion::server
