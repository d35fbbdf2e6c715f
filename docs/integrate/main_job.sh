#!/usr/bin/env bash
#
# The main job of a duty room with `buf curl`: no stubs, the services describe themselves (reflection).
#
#   main_job.sh CA INCIDENT TIMELINE SPOKESPERSON BROADCAST SECRETS
#
# CA is the certificate of the deployment, then the addresses of the four services, and a folder with one
# password file for each account. Needs buf and node (to read JSON). A token goes to buf in a file, never
# as an argument: arguments are seen by everybody on the machine.
set -euo pipefail

ca=$1 incident=$2 timeline=$3 spokesperson=$4 broadcast=$5 secrets=$6
region=regions/410726
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# call WHO ADDRESS METHOD: one call; the request is JSON on standard input, the answer JSON on standard
# output. WHO is an account that is signed in, or `-`.
call() {
  local who=$1 address=$2 method=$3
  local -a signed=()
  if [[ $who != - ]]; then signed=(--header "@$scratch/$who"); fi
  buf curl --cacert "$ca" --protocol grpc --reflect-protocol grpc-v1alpha "${signed[@]}" \
    --data @- "https://$address/clarion.v1.$method"
}

# field NAME: of the JSON object on standard input.
field() { node -e 'console.log(JSON.parse(require("fs").readFileSync(0))[process.argv[1]])' "$1"; }

# say: JSON for one request, from `key value` pairs; `request_id` is added.
say() {
  node -e 'const made = {requestId: crypto.randomUUID()};
    for (let i = 1; i < process.argv.length; i += 2) {
      let at = made;
      const path = process.argv[i].split(".");
      for (const key of path.slice(0, -1)) at = at[key] ??= {};
      at[path.at(-1)] = process.argv[i + 1];
    }
    console.log(JSON.stringify(made))' "$@"
}

sign_in() {
  local token
  token=$(node -e 'console.log(JSON.stringify({name: process.argv[1],
      password: require("fs").readFileSync(process.argv[2], "utf8").trim()}))' \
    "$region/accounts/$1" "$secrets/$1" | call - "$incident" AdminService/SignIn | field token)
  (
    umask 077
    printf 'authorization: Bearer %s\n' "$token" >"$scratch/$1"
  )
}

sign_in duty1
sign_in approver1

name=$(say parent "$region" incident.title '示例:某企业仓库起火' incident.grade GRADE_II \
  incident.gradeBasis 示例 incident.detectedAt "$(date -u -d '-1 minute' +%FT%TZ)" |
  call duty1 "$incident" IncidentService/RegisterIncident | field name)
echo "registered ${name##*/}"
say name "$name" verification.basis 现场核实 | call duty1 "$incident" IncidentService/VerifyIncident >/dev/null
say name "$name" assignment.lead emb |
  call duty1 "$spokesperson" SpokespersonService/AssignIncident >/dev/null
say name "$name" report.mode REPORT_MODE_WRITTEN report.to city report.document '示例〔2026〕1号' |
  call duty1 "$timeline" TimelineService/ReportToSuperior >/dev/null

text='情况通报(示例):起火原因正在调查。'
say parent "$name" releaseId r1 kind RELEASE_KIND_AUTHORITATIVE text "$text" |
  call duty1 "$broadcast" ReleaseService/DraftRelease >/dev/null
say name "$name/releases/r1" secrecyReview SECRECY_REVIEW_PASS |
  call duty1 "$broadcast" ReleaseService/SubmitRelease >/dev/null
say name "$name/releases/r1" sha256 "$(printf %s "$text" | openssl dgst -sha256 -binary | base64)" |
  call approver1 "$broadcast" ReleaseService/ApproveRelease >/dev/null
node -e 'console.log(JSON.stringify({requestId: crypto.randomUUID(), name: process.argv[1],
    channels: ["GOV_SITE"]}))' "$name/releases/r1" |
  call duty1 "$broadcast" ReleaseService/PublishRelease >"$scratch/docket"
node -e 'for (const o of JSON.parse(require("fs").readFileSync(process.argv[1])).obligations)
    console.log(o.kind.replace("OBLIGATION_KIND_", ""), o.status.replace("OBLIGATION_STATUS_", ""))' \
  "$scratch/docket"
