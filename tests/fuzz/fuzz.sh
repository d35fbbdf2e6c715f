# shellcheck shell=bash
#
# `tests/run fuzz`: builds the fuzz targets with clang and runs each for a while, two at a time.
# Needs `$root`, `$scratch` and the functions of tests/run.

readonly fuzz_seconds=10
readonly fuzz_build=$root/build/fuzz

# Its own folder and compiler, and only what the targets need.
build_fuzzers() {
  mkdir -p "$fuzz_build"
  exec 8>"$root/build/lock"
  flock 8
  (cd "$root" && cmake --preset fuzz && ninja -C "$fuzz_build" fuzzers) </dev/null >"$scratch/log" 2>&1 || return 1
  exec 8>&-
}

# A target passes when it ran its time and found nothing; how many inputs it tried is printed.
run_fuzz() {
  local found
  if ! build_fuzzers; then
    count 0 1 0
    show_log 'the fuzz targets do not build'
    return 0
  fi
  run_logged xargs -a "$fuzz_build/fuzzers.txt" -P 2 -I '{}' "$root/tests/fuzz/one" '{}' "$fuzz_seconds" || true
  grep -E '^fuzz ' "$scratch/log" || true
  found=$(($(grep -c . "$fuzz_build/fuzzers.txt") - $(grep -cE '^fuzz .* nothing found$' "$scratch/log" || true)))
  count "$(grep -cE '^fuzz .* nothing found$' "$scratch/log" || true)" "$found" 0
  if ((found)); then show_log 'fuzz' 200; fi
}
