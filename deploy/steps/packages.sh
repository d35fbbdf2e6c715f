# shellcheck shell=bash
#
# Installs what is missing of the list in deploy/packages.
#
# Asks for root only when something is missing; without it, the one command to run is printed.
# Sourced by deploy/local and tests/run; needs `$root`, the root of the clone.

# packages_missing SECTION...: the packages of these sections that are not there, one a line.
packages_missing() {
  local package command section="" installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  while read -r package command; do
    case $package in
      '' | '#'*) continue ;;
      '['*']')
        section=${package:1:-1}
        continue
        ;;
    esac
    [[ " $* " == *" $section "* ]] || continue
    if [[ -n $command ]] && command -v "$command" >/dev/null; then continue; fi
    grep -qxF "$package" <<<"$installed" || printf '%s\n' "$package"
  done <"$root/deploy/packages"
}

# packages_apt ARGUMENT...: apt-get as root, or through sudo; never asks a question. `env` stands
# between, because sudo drops the variable.
packages_apt() {
  local -a as_root=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300)
  if ((EUID == 0)); then
    "${as_root[@]}" "$@"
  else
    sudo "${as_root[@]}" "$@"
  fi
}

# packages_may_install: true as root, with a sudo that asks nothing, or with one that can ask here.
packages_may_install() {
  ((EUID == 0)) && return 0
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || [[ -t 0 ]]
}

# packages_install SECTION...: installs what is missing. The index is fetched only when installing
# fails without that, because it is empty or too old.
packages_install() {
  local -a missing
  mapfile -t missing < <(packages_missing "$@")
  ((${#missing[@]})) || return 0
  if ! packages_may_install; then
    printf '缺少软件包,需要 root 权限,请先运行一次 packages are missing and root is needed, run once:\n' >&2
    printf '  su -c "apt-get update && apt-get install -y --no-install-recommends %s"\n' "${missing[*]}" >&2
    return 1
  fi
  printf 'apt-get install %s\n' "${missing[*]}"
  packages_apt install --no-install-recommends "${missing[@]}" && return 0
  packages_apt update
  packages_apt install --no-install-recommends "${missing[@]}"
}

packages_done() { [[ -z $(packages_missing build run) ]]; }

packages_do() { packages_install build run; }
