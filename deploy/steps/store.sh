# shellcheck shell=bash
#
# A private Redis, reached by a unix socket that only this user may open; durability `disk`.
# Needs `$home`, `$log_dir`.

store_configuration() {
  cat <<END
# Made by deploy/local. Durability "disk": what was answered is on disk.
port 0
unixsocket $home/redis/redis.sock
unixsocketperm 600
dir $home/redis
daemonize no
set-proc-title no
appendonly yes
appendfsync always
# Left to itself, Redis goes on behind the half of a commit that a power cut left at the end of its
# file, and takes that half up at a later start. store_mend cuts it off before.
aof-load-truncated no
no-appendfsync-on-rewrite no
save ""
maxmemory 2gb
maxmemory-policy noeviction
END
}

store_answers() {
  [[ $(redis-cli -s "$home/redis/redis.sock" PING 2>/dev/null) == PONG ]]
}

# Cuts the file back to the last whole commit: what ends amid one was never answered.
store_mend() {
  local manifest=$home/redis/appendonlydir/appendonly.aof.manifest
  [[ -e $manifest ]] || return 0
  redis-check-aof --fix "$manifest" <<<y >>"$log_dir/redis.log" 2>&1
}

store_done() { process_pid redis && store_answers; }

store_do() {
  if ((${#home} > 80)); then
    printf 'CLARION_HOME is longer than 80 characters: the name of a unix socket has room for 107\n' >&2
    return 1
  fi
  install -d -m 700 "$home/redis"
  mkdir -p "$home/bin"
  # One file is the server and its checking tools; it looks at the name it was called by.
  ln -sfn /usr/bin/redis-check-rdb "$home/bin/redis-server"
  store_configuration >"$home/redis/redis.conf"
  store_mend
  process_start redis "$home/bin/redis-server" "$home/redis/redis.conf"
  # Reading the log back takes longer the more there is.
  wait_until 60 store_answers || {
    tail -n 10 "$log_dir/redis.log"
    return 1
  }
}
