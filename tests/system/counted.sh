# shellcheck shell=bash
#
# Counts what succeeds and what does not, for a test that is a script. Needs `$home`.

passed=0 failed=0

# run WHAT COMMAND...: it succeeds; what it printed is kept for `says`.
run() {
  local what=$1
  shift
  if "$@" >"$home.out" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s: failed\n' "$what"
    tail -n 40 "$home.out"
  fi
}
