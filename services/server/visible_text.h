// What a text may hold, so that what people read is what is stored: strict UTF-8 in normal form C,
// no control characters, nothing invisible, nothing that turns the direction of writing. A
// reordered number in a casualty notice is a false notice.
//
// Private-use characters and all of the Han planes stay: rare surnames are written with them.
// Pure; thread-safe.
#pragma once

#include <string>

namespace clarion::server {

enum class TextShape {
  kLine,  // names, titles, ids: one line
  kText,  // newlines and tabs as well
  kFile,  // as kText; also CR LF and a byte order mark, as editors write them
};

// What is wrong and what is right, in English; empty when nothing is. Never holds the text itself.
std::string FaultInText(const std::string& text, TextShape shape);

}  // namespace clarion::server
