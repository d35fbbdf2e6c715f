# shellcheck shell=bash
#
# The four services: their configuration, their start, and whether they are well.
#
# A port once taken is kept: the next start uses it again, so that what people wrote down stays true.
# Needs `$root`, `$home`, `$build`, `$port_base`, `$log_dir`.

readonly desks=(incident timeline spokesperson broadcast)

# service_port DESK: the port it listens on, or is to listen on; 0 takes a free one.
service_port() {
  if [[ -s $home/run/$1.port ]]; then
    cat "$home/run/$1.port"
  else
    printf '%d\n' $((port_base ? port_base + $(desk_number "$1") : 0))
  fi
}

desk_number() {
  local number=1 desk
  for desk in "${desks[@]}"; do
    [[ $desk != "$1" ]] || break
    number=$((number + 1))
  done
  printf '%d\n' "$number"
}

# metrics_port DESK: ten above the service's own, or one that nobody listens on.
metrics_port() {
  local file=$home/run/$1.metrics port
  if [[ ! -s $file ]]; then
    port=$((port_base + 10 + $(desk_number "$1")))
    if ((port_base == 0)); then
      # Below the range from which outgoing connections take theirs.
      port=$((20000 + RANDOM % 12000))
      while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((20000 + RANDOM % 12000)); done
    fi
    printf '%d\n' "$port" >"$file"
  fi
  cat "$file"
}

# service_healthy DESK: it runs, and says of itself that it serves.
service_healthy() {
  process_pid "$1" || return 1
  # shellcheck disable=SC2016  # the inner shell expands it
  timeout 2 bash -c 'exec 5<>"/dev/tcp/127.0.0.1/$1"
    printf "GET /metrics HTTP/1.0\r\n\r\n" >&5
    grep -q "^clarion_healthy 1" <&5' _ "$(metrics_port "$1")"
}

services_healthy() {
  local desk
  for desk in "${desks[@]}"; do
    service_healthy "$desk" || return 1
  done
}

service_configuration() {
  local desk=$1
  cat <<END
# Made by deploy/local; the schema is proto/clarion/v1/config.proto.
store:
  socket: $home/redis/redis.sock
  durability: DISK
listen:
  address: 127.0.0.1:$(service_port "$desk")
  certificate: $home/tls/server.crt
  key: $home/tls/server.key
  port_file: $home/run/$desk.port
  metrics_address: 127.0.0.1:$(metrics_port "$desk")
  reflection: true
tokens:
  public_keys: [$home/tls/token.pub]
END
  # Only the incident desk lets people in.
  if [[ $desk == incident ]]; then printf '  signing_key: %s\n' "$home/tls/token.key"; fi
  cat <<END
rule_pack: $root/services/core/packs/national-2016.yaml
state_dir: $home/state/$desk
END
}

services_done() { services_healthy; }

services_do() {
  local desk
  mkdir -p "$home/config" "$home/run"
  for desk in "${desks[@]}"; do
    ! process_pid "$desk" || continue
    install -d -m 700 "$home/state/$desk"
    service_configuration "$desk" >"$home/config/$desk.yaml"
    "$build/bin/clarion-$desk" --check-config --config "$home/config/$desk.yaml"
    process_start "$desk" "$build/bin/clarion-$desk" --config "$home/config/$desk.yaml"
  done
  wait_until 30 services_healthy && return 0
  for desk in "${desks[@]}"; do
    service_healthy "$desk" && continue
    printf '%s 未就绪 is not serving; its log %s ends:\n' "$desk" "$log_dir/$desk.log"
    tail -n 5 "$log_dir/$desk.log"
  done
  return 1
}
