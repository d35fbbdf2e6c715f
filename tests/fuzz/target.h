// One decoder under libFuzzer: samples to begin with, and what must hold for any bytes at all.
//
// Each file of this folder but target.cc defines these two, and becomes a program of its own, run
// by tests/fuzz/one. A crash, a sanitizer's report, a time-out or a broken Require is a finding.
#pragma once

#include <string>
#include <vector>

namespace clarion::fuzz {

// Bytes that are decoded without a fault; libFuzzer varies them.
std::vector<std::string> Samples();

// Decodes `bytes`. Must come back, whatever they are.
void Examine(const std::string& bytes);

// Ends the program with `what` unless it holds.
void Require(bool holds, const std::string& what);

}  // namespace clarion::fuzz
