// CLARION_CHECK states what only a programmer can break. It is always on and ends the process: the
// replica beside it takes over. What a user, a network or Redis can cause is a Status instead.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CLARION_CHECK(condition)                                                         \
  do {                                                                                   \
    if (!(condition)) {                                                                  \
      std::fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                      \
    }                                                                                    \
  } while (false)
