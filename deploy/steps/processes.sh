# shellcheck shell=bash
#
# Starts, finds and ends the background processes, each by its own process id.
#
# A process id can be given to another program after ours has ended, so a pid file is believed only
# while the command line of that process names a file under `$home`. Needs `$home`, `$log_dir`.

# process_pid NAME: prints the id of the running process; fails when it does not run.
process_pid() {
  local pid
  pid=$(cat "$home/run/$1.pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ ]] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$home/" || return 1
  printf '%s\n' "$pid"
}

# process_start NAME COMMAND...: starts it apart from this terminal, and from the lock of this script.
process_start() {
  local name=$1
  shift
  mkdir -p "$home/run"
  setsid nohup "$@" </dev/null >>"$log_dir/$name.log" 2>&1 3>&- 8>&- 9>&- &
  printf '%d\n' "$!" >"$home/run/$name.pid"
}

# process_stop NAME SECONDS: asks it to end and waits; after the time it is killed, and that is said.
process_stop() {
  local name=$1 seconds=$2 pid
  pid=$(process_pid "$name") || return 0
  kill -TERM "$pid" 2>/dev/null || true
  if ! wait_until "$seconds" process_ended "$name"; then
    printf '%s: %d 秒内未结束,强制结束 did not end within %d s, killed\n' "$name" "$seconds" "$seconds" >&2
    kill -KILL "$pid" 2>/dev/null || true
    wait_until 5 process_ended "$name"
  fi
  rm -f "$home/run/$name.pid"
}

process_ended() { ! process_pid "$1" >/dev/null; }

# wait_until SECONDS COMMAND...: tries ten times a second; fails when the time is over.
wait_until() {
  local tries=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || return 1
    sleep 0.1
  done
}
