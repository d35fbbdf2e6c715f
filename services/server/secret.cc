#include "services/server/secret.h"

#include <utility>

#include "sodium.h"

namespace clarion::server {

Secret::Secret(std::string text) : text_(std::move(text)) { server::Wipe(&text); }

// Short strings are copied by a move: what stays behind is wiped too.
Secret::Secret(Secret&& other) noexcept : text_(other.text_) { other.Wipe(); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    Wipe();
    text_ = other.text_;
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
