#!/usr/bin/env bash
#
# docs/integrate does what it says: a Python client with Debian's stubs, and `buf curl` through
# reflection, each do the main job against a running Clarion.
#
# In a home of its own, on free ports. Says one line for each thing that is wrong, and ends with
# 'N passed, N failed, N skipped'.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
home=$(mktemp -d "${TMPDIR:-/tmp}/foreign.XXXXXX")
export CLARION_HOME=$home CLARION_PORT_BASE=0
# shellcheck source-path=SCRIPTDIR source=../lint/buf.sh
source "$root/tests/lint/buf.sh"

finish() {
  "$root/deploy/local" reset --yes >/dev/null 2>&1 || true
  rm -rf "$home" "$home".*
}
trap finish EXIT

# shellcheck source-path=SCRIPTDIR source=counted.sh
source "$root/tests/system/counted.sh"

# says WHAT LINE: the last run printed this line, an extended regular expression.
says() {
  if grep -qxE -- "$2" "$home.out"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s: not so, after this output:\n' "$1"
    tail -n 40 "$home.out"
  fi
}

address() { printf 'localhost:%s' "$(cat "$home/run/$1.port")"; }

stubs() {
  mkdir "$home.stubs"
  protoc -I "$root/proto" --python_out="$home.stubs" --grpc_python_out="$home.stubs" \
    --plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin \
    "$root"/proto/clarion/v1/*.proto "$root"/proto/google/rpc/*.proto
}

python_client() {
  "$root/docs/integrate/main_job.py" "$home.stubs" "$home/tls/ca.crt" "$(address incident)" \
    "$(address timeline)" "$(address spokesperson)" "$(address broadcast)" "$home/secrets"
}

buf_client() {
  buf --version >/dev/null
  PATH=$root/tests/lint/node_modules/.bin:$PATH "$root/docs/integrate/main_job.sh" "$home/tls/ca.crt" \
    "$(address incident)" "$(address timeline)" "$(address spokesperson)" "$(address broadcast)" \
    "$home/secrets"
}

run 'up starts everything' "$root/deploy/local" up </dev/null
run 'stubs are made with the packages of Debian' stubs
run 'the Python client does the main job' python_client
says 'Python: the clocks are there from the first record' 'registered 410726-[0-9]{8}-[0-9]{4} with 3 clocks'
says 'Python: the law picks the speaker' 'assigned to emb with speaker emb-head'
says 'Python: a refusal is read with its reason' \
  'refused to the duty officer: PERMISSION_DENIED NOT_APPROVER'
says 'Python: the release met its clock' 'AUTHORITATIVE_INFO MET'
says 'Python: the report met its clock' 'SUPERIOR_REPORT MET'
says 'Python: the conference is still owed' 'PRESS_CONFERENCE PENDING'
run 'buf curl does the main job' buf_client
says 'buf curl: the release met its clock' 'AUTHORITATIVE_INFO MET'
says 'buf curl: the conference is still owed' 'PRESS_CONFERENCE PENDING'

printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
((failed == 0))
