# shellcheck shell=bash
#
# Needs `$root`.

# buf NAME...: the pinned one. Its platform package carries the program, so no install script runs.
buf() {
  local folder=$root/tests/lint
  if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed"; then
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
    cp "$folder/package-lock.json" "$folder/node_modules/.installed"
  fi
  (cd "$root" && "$folder/node_modules/.bin/buf" "$@")
}
