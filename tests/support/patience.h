// How much longer everything takes under a sanitizer.
//
// Deadlines of tests bound a wait for what is bound to come; none is a measurement. They are
// written as for an ordinary build, and the few functions that wait (WaitUntil, WaitForExit, Call,
// Watcher) multiply by this.
#pragma once

namespace clarion::support {

#if defined(__SANITIZE_THREAD__)
inline constexpr int kPatienceFactor = 10;
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr int kPatienceFactor = 4;
#else
inline constexpr int kPatienceFactor = 1;
#endif

}  // namespace clarion::support
