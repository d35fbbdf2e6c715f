# shellcheck shell=bash
#
# Builds what a running Clarion needs, without the tests.
# Needs `$root` and `$build`; one builder at a time, whoever it is.

readonly programs=(clarion clarion-admin clarion-incident clarion-timeline clarion-spokesperson
  clarion-broadcast)

# build_jobs: as many compilers as there are cores, and memory for (about 1.5 GB each).
build_jobs() {
  local cores fits
  cores=$(nproc)
  fits=$(awk '/^MemAvailable:/ {print int($2 / 1500000)}' /proc/meminfo)
  ((fits >= 1)) || fits=1
  printf '%d\n' $((cores < fits ? cores : fits))
}

build_done() {
  [[ -f $build/build.ninja ]] || return 1
  ninja -C "$build" -n "${programs[@]}" | grep -q 'no work to do'
}

build_do() {
  mkdir -p "$build"
  exec 8>"$root/build/lock"
  flock 8
  # GoogleTest is not installed for this. A folder that already builds the tests goes on doing so.
  if [[ ! -f $build/CMakeCache.txt ]]; then
    cmake -S "$root" --preset release -B "$build" -DCLARION_TESTS=OFF
  fi
  NINJA_STATUS='[%f/%t] ' ninja -C "$build" -j "$(build_jobs)" "${programs[@]}" | step_progress
}
