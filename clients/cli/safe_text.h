// Text from elsewhere, made harmless for a terminal.
//
// A title may hold an escape sequence that renames the window or a mark that turns figures round;
// on the screen of an officer both are attacks. Pure; thread-safe.
#pragma once

#include <string>

namespace clarion::cli {

// Removes ESC, C0 and C1 controls (line ends and tabs become a space), DEL, bidi controls,
// zero-width marks, line and paragraph separators; what is not UTF-8 becomes U+FFFD. One line.
std::string SafeLine(const std::string& text);

// The same, keeping line ends: for the text of a release.
std::string SafeText(const std::string& text);

// JSON with every such character written as \uXXXX: nothing is lost and nothing acts.
std::string SafeJson(const std::string& json);

}  // namespace clarion::cli
