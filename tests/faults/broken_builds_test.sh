#!/usr/bin/env bash
#
# Programs broken on purpose must be found out. Copies of the desks have one line of their commit
# script altered, by text of the same length in the program itself; a short run with them must be
# reported by the validator that is there for it. The same runs with whole programs report nothing.
#
#   tests/faults/broken_builds_test.sh [NAME... | --all]
#
# Without a name: the three that matter most, and one whole.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly root
readonly programs=${CLARION_BUILD:-$root/build/release}/bin
readonly desks=(clarion-incident clarion-timeline clarion-spokesperson clarion-broadcast)

folder=$(mktemp -d "${TMPDIR:-/tmp}/clarion-broken.XXXXXX")
trap 'wait; rm -rf "$folder"' EXIT

# alter FILE OLD NEW: replaces OLD, which must be there once, by NEW and blanks.
alter() {
  perl -e '
    my ($file, $old, $new) = @ARGV;
    $new .= " " x (length($old) - length($new));
    length($new) == length($old) or die "$new is longer\n";
    open my $handle, "+<:raw", $file or die "$file: $!\n";
    local $/;
    my $bytes = <$handle>;
    my $times = () = $bytes =~ /\Q$old\E/g;
    $times == 1 or die "$file: `$old` stands $times times\n";
    my $at = index($bytes, $old);
    seek $handle, $at, 0;
    print $handle $new or die "$file: $!\n";
    close $handle or die "$file: $!\n";' "$@"
}

# lay NAME [OLD NEW]...: the programs of one run, each desk altered so.
lay() {
  local to=$folder/$1 desk
  shift
  mkdir "$to"
  cp "$programs"/{faults_broken,fast_clock.so,clarion-admin} "${desks[@]/#/$programs/}" "$to"
  while (($#)); do
    for desk in "${desks[@]}"; do alter "$to/$desk" "$1" "$2"; done
    shift 2
  done
}

# found NAME COURSE VALIDATOR: whether one run is reported by VALIDATOR; `-`: by none.
found() {
  local code=0
  "$folder/$1/faults_broken" "$2" >"$folder/$1.log" 2>&1 || code=$?
  if [[ $3 == - ]]; then
    ((code == 0))
  else
    ((code == 1)) && grep -q "^VIOLATION $3 " "$folder/$1.log"
  fi
}

# expect NAME COURSE VALIDATOR [OLD NEW]...: the run is reported by VALIDATOR; `-` means by none.
# What a broken program does wrong hangs on how acts meet: it is given three runs to show it.
expect() {
  local name=$1 course=$2 validator=$3 since=$SECONDS left=3 verdict=FAIL
  shift 3
  lay "$name" "$@"
  if [[ $validator == - ]]; then left=1; fi
  while ((left--)) && [[ $verdict == FAIL ]]; do
    if found "$name" "$course" "$validator"; then verdict=ok; fi
  done
  if [[ $verdict == ok ]]; then
    printf 'ok   %s: %s, %d s\n' "$name" "${validator/#-/no alarm}" $((SECONDS - since))
  else
    printf 'FAIL %s: %s was expected\n' "$name" "${validator/#-/no alarm}"
    sed 's/^/     /' "$folder/$name.log"
  fi
  rm -rf "${folder:?}/$name"
}

# wanted NAME: whether it was asked for.
asked=("$@")
if ((${#asked[@]} == 0)); then asked=(whole-leave no-head no-guard no-log); fi
wanted() {
  [[ ${asked[*]} == --all || " ${asked[*]} " == *" $1 "* ]]
}

# Two at a time.
begun=0
run() {
  wanted "$1" || return 0
  begun=$((begun + 1))
  while (($(jobs -pr | wc -l) >= 2)); do wait -n || true; done
  expect "$@" >"$folder/$1.said" 2>&1 &
}

run whole-leave leave -
run whole-ahead ahead -
# The head of a paper is not compared: two acts overwrite each other.
run no-head work chain "~= A[7 + 5 * i] then" "== 0 then"
# The head of what was only read is not compared: a speaker is chosen by a roster of yesterday.
run no-guard leave speaker_present "~= A[first_guard + i - 1] then" "== 0 then"
# A request is not looked up: its repeat is done again.
run no-again work at_most_once "if A[2] ~= '' and known[2] then" "if A[2] == 0 then"
# One commit in eight is told elsewhere than in the log.
run no-log work log_equals_histories \
  $'-- From here on everything is written. The log first: Redis keeps its sequence dense.\nlocal id = call(\'XADD\', K[3],' \
  "local k = K[3] if now % 8 == 0 and call('XLEN', k) > 20 then k = K[7] end local id = call('XADD', k,"
# A record goes to the wrong end of its history.
run backwards work chain "call('RPUSH'," "call('LPUSH',"
# The store does not look at its own clock before what is due.
run no-wait ahead never_early_as_seen "or clock < tonumber(A[5]) then" "then"
# An open paper loses its place among what is due.
run no-due work due_set "call('ZADD', K[4], place, A[at + 4])" "call('ZREM', K[4], A[at + 4])"
# The request's key is not written.
run no-key work request_keys "if A[2] ~= '' then call('SET', K[2]" "if A[2] == 0  then call('SET', K[2]"

wait
cat "$folder"/*.said
passed=$(cat "$folder"/*.said | grep -c '^ok ' || true)
# One that ended without a verdict has failed, too.
printf '%d passed, %d failed, 0 skipped\n' "$passed" $((begun - passed))
((begun == passed && passed > 0))
