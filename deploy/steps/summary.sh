# shellcheck shell=bash
#
# What `deploy/local` says about the system: how each process is, where it is reached, who may sign in.
# Needs `$home`, `$log_dir`.

# status: one line for each process. Ends with 1 when one is not well.
status() {
  local desk well=0
  printf '%-14s %8s  %-12s %6s  %s\n' PROCESS PID HEALTH PORT LOG
  status_line redis - store_answers || well=1
  for desk in "${desks[@]}"; do
    status_line "$desk" "$(service_port "$desk")" service_healthy "$desk" || well=1
  done
  return "$well"
}

# status_line NAME PORT CHECK...
status_line() {
  local name=$1 port=$2 pid health=serving
  shift 2
  if ! pid=$(process_pid "$name"); then
    pid=- health=stopped
  elif ! "$@" >/dev/null 2>&1; then
    health=not-serving
  fi
  printf '%-14s %8s  %-12s %6s  %s\n' "$name" "$pid" "$health" "$port" "$log_dir/$name.log"
  [[ $health == serving ]]
}

print_summary() {
  local desk
  printf '\n已启动 Clarion is running. gRPC, TLS, %s:\n' "$home/tls/ca.crt"
  for desk in "${desks[@]}"; do printf '  %-14s localhost:%s\n' "$desk" "$(service_port "$desk")"; done
  print_accounts
  # shellcheck disable=SC2016  # to be typed as it stands
  printf '\n接下来 type next:\n  export PATH="%s:$PATH"\n' "$home/bin"
  printf '  clarion incident register --title 商场火情 --detected -25m --grade II --basis 现场研判\n'
  printf '  clarion watch\n'
}
