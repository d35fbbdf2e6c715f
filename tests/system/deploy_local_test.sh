#!/usr/bin/env bash
#
# deploy/local as a person uses it: up, up again, status, a first incident, down, up, reset.
#
# In a home of its own, on free ports. Says one line for each thing that is wrong, and ends with
# 'N passed, N failed, N skipped'.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
home=$(mktemp -d "${TMPDIR:-/tmp}/local.XXXXXX")
export CLARION_HOME=$home CLARION_PORT_BASE=0
passed=0 failed=0

finish() {
  "$root/deploy/local" reset --yes >/dev/null 2>&1 || true
  rm -rf "$home" "$home.out"
}
trap finish EXIT

# check WHAT COMMAND...
check() {
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

says() { grep -qE -- "$1" "$home.out"; }
local_() { "$root/deploy/local" "$@"; }
clarion() { "$home/bin/clarion" "$@"; }
fails() { ! "$@"; }
private() { [[ $(stat -c %a "$1") == "$2" ]]; }
nothing_runs() { ! pgrep -f "$home/" >/dev/null; }

check 'up starts everything' local_ up
check 'up names the step and its number' says '^\[9/9\] '
check 'up prints a password once' says '410726/duty1 +DUTY +[A-Za-z0-9]{20}'
check 'status: all serve' local_ status
check 'passwords are private' private "$home/secrets/duty1" 600
check 'the token key is private' private "$home/tls/token.key" 600
check 'the socket of the store is private' private "$home/redis/redis.sock" 600
check 'an incident is registered' clarion --context duty incident register --title 示例事件 --detected -5m \
  --grade II --basis 现场核实 --yes
check 'an inspector may not register' fails clarion --context inspector incident register --title 另一示例 \
  --detected -5m --grade II --basis 现场核实 --yes

before=$(cat "$home"/run/*.pid)
check 'a second up' local_ up
check 'a second up finds every step done' fails says '\.\.\. [0-9]+ s$'
check 'a second up prints no password' fails says "$(cat "$home/secrets/duty1")"
check 'a second up restarts nothing' test "$before" = "$(cat "$home"/run/*.pid)"

check 'down stops everything' local_ down
check 'after down nothing runs' nothing_runs
check 'status says so' fails local_ status
check 'up again' local_ up
check 'the incident is still there' clarion --context duty incident list
check 'by its title' says 示例事件

check 'reset asks first' fails local_ reset
check 'and changes nothing without a yes' test -d "$home/redis"
check 'reset with --yes' local_ reset --yes
check 'nothing runs' nothing_runs
check 'nothing is left' fails test -e "$home"

printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
((failed == 0))
