# shellcheck shell=bash
#
# Shows the steps of `deploy/local up`, one line each, and stops at the first that fails.
#
# A step is two functions: NAME_done, true when nothing is left to do, and NAME_do. Both run apart
# from each other, so a step hands on what it made in files, and a second `up` finds them.
# Output of NAME_do goes to a log; what people should see meanwhile goes to file descriptor 3.
# Needs `$log_dir`.

steps_total=0
step_number=0

# step NAME 中文 ENGLISH: one step.
step() {
  local name=$1 zh=$2 en=$3 log code=0 begun=$SECONDS
  log=$log_dir/up-$name.log
  step_number=$((step_number + 1))
  printf '[%d/%d] %s %s ... ' "$step_number" "$steps_total" "$zh" "$en"
  if "${name}_done" >/dev/null 2>&1; then
    printf '已就绪 already there\n'
    return 0
  fi
  # Not in a condition: there `set -e` would not hold inside.
  set +e
  (
    set -euo pipefail
    "${name}_do"
  ) 3>&1 >"$log" 2>&1
  code=$?
  set -e
  if ((code)); then step_failed "$name" "$log" "$zh" "$en"; fi
  printf '%d s\n' $((SECONDS - begun))
}

# step_failed NAME LOG 中文 ENGLISH: says what failed, why, and how to go on; does not return.
step_failed() {
  printf '失败 failed\n\n'
  tail -n 15 "$2" | sed 's/^/      /'
  printf '\n%s %s: 失败,日志在 failed, the log is in\n  %s\n' "$3" "$4" "$2"
  printf '改正后再运行一次,已完成的步骤会跳过 put it right and run again; what is done is skipped:\n  deploy/local up\n'
  exit 1
} >&2

# step_progress: copies standard input to standard output, and shows lines of the form
# `[done/total] what` on fd 3: in place on a terminal, else each tenth.
step_progress() {
  local line done_count total tenth=0
  while IFS= read -r line; do
    printf '%s\n' "$line"
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (.*) ]] || continue
    done_count=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]}
    if [[ -t 3 ]]; then
      printf '\r\033[K      %d/%d %.60s' "$done_count" "$total" "${BASH_REMATCH[3]}" >&3
    elif ((done_count * 10 / total > tenth)); then
      tenth=$((done_count * 10 / total))
      printf '%d%% ' $((tenth * 10)) >&3
    fi
  done
  if [[ -t 3 ]]; then printf '\r\033[K      ' >&3; fi
}
