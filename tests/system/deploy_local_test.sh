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

finish() {
  "$root/deploy/local" reset --yes >/dev/null 2>&1 || true
  rm -rf "$home" "$home.out"
}
trap finish EXIT

# shellcheck source-path=SCRIPTDIR source=counted.sh
source "$root/tests/system/counted.sh"

# holds WHAT COMMAND...: it is so.
holds() {
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s: not so, after this output:\n' "$what"
    tail -n 40 "$home.out"
  fi
}

says() { grep -qE -- "$1" "$home.out"; }
local_() { "$root/deploy/local" "$@" </dev/null; }
clarion() { "$home/bin/clarion" "$@"; }
fails() { ! "$@"; }
private() { [[ $(stat -c %a "$1") == "$2" ]]; }
nothing_runs() { ! pgrep -f "$home/" >/dev/null; }

run 'up starts everything' local_ up
holds 'up names the step and its number' says '^\[9/9\] '
holds 'up prints a password once' says '410726/duty1 +DUTY +[A-Za-z0-9]{20}'
run 'status: all serve' local_ status
holds 'passwords are private' private "$home/secrets/duty1" 600
holds 'the token key is private' private "$home/tls/token.key" 600
holds 'the socket of the store is private' private "$home/redis/redis.sock" 600
run 'an incident is registered' clarion --context duty incident register --title 示例事件 --detected -5m \
  --grade II --basis 现场核实 --yes
run 'an incident is exported' clarion --context inspector audit export 1 --file "$home/1.clarion"
run 'what is exported is proven without a service' clarion audit verify "$home/1.clarion"
sed -i '/^record 1 /d' "$home/1.clarion"
run 'what was changed is not' fails clarion audit verify "$home/1.clarion"
holds 'and the line is named' says 'line [0-9]+: '
run 'the sheet for the hour without Clarion is written' timeout 30 bash -c \
  "until grep -q 示例事件 '$home/state/broadcast/sheets/410726.zh.txt'; do sleep 0.2; done"
run 'an inspector may not register' fails clarion --context inspector incident register --title 另一示例 \
  --detected -5m --grade II --basis 现场核实 --yes

before=$(cat "$home"/run/*.pid 2>/dev/null || true)
run 'a second up' local_ up
holds 'a second up finds every step done' fails says '\.\.\. [0-9]+ s$'
holds 'a second up prints no password' fails says "$(cat "$home/secrets/duty1")"
holds 'a second up restarts nothing' test "$before" = "$(cat "$home"/run/*.pid)"

run 'down stops everything' local_ down
holds 'after down nothing runs' nothing_runs
run 'status says so' fails local_ status
run 'up again' local_ up
run 'the incident is still there' clarion --context duty incident list
holds 'by its title' says 示例事件

run 'reset asks first' fails local_ reset
holds 'and changes nothing without a yes' test -d "$home/redis"
run 'reset with --yes' local_ reset --yes
holds 'nothing runs' nothing_runs
holds 'nothing is left' fails test -e "$home"

printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
((failed == 0))
