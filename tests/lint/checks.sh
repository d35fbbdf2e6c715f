# shellcheck shell=bash
#
# The checks of `tests/run lint`. Each is a function lint_NAME that prints what it found, as
# `file:line: what`, and fails when it found something.
# Needs `$root`, `$build`, and `$lint_all`: 1 examines every file with clang-tidy.

# shellcheck source-path=SCRIPTDIR source=lint/buf.sh
source "$root/tests/lint/buf.sh"

readonly lint_checks=(format scripts tidy tidy_rules buf_lint buf_format buf_breaking lock clang_tidy)

# lint_sources PATTERN...: tracked files and those that would be.
lint_sources() {
  git -C "$root" ls-files --cached --others --exclude-standard -- "$@" | sort -u |
    while IFS= read -r file; do
      if [[ -f $root/$file ]]; then printf '%s\n' "$file"; fi
    done
}

# lint_base: the commit a change is measured from: where it left the main branch, or the one before.
lint_base() {
  local base
  base=$(git -C "$root" merge-base HEAD origin/main 2>/dev/null || true)
  if [[ -z $base || $base == "$(git -C "$root" rev-parse HEAD)" ]]; then
    base=$(git -C "$root" rev-parse --verify -q HEAD^ || git -C "$root" rev-parse HEAD)
  fi
  printf '%s\n' "$base"
}

lint_format() {
  lint_sources '*.h' '*.cc' | (cd "$root" && xargs -r clang-format-14 --dry-run -Werror) 2>&1
}

# Every file whose first line names bash; what they source is followed.
lint_scripts() {
  local -a scripts
  mapfile -t scripts < <(cd "$root" && lint_sources |
    xargs -r -d '\n' awk 'FNR == 1 && /^#!.*[/ ](ba)?sh$/ {print FILENAME} {nextfile}')
  (cd "$root" && shellcheck -f gcc -x -a -P SCRIPTDIR "${scripts[@]}")
}

lint_tidy() { "$root/tests/tidy/run"; }

lint_tidy_rules() { (cd "$root/tests/tidy" && python3 -B rules_test.py) 2>&1; }

lint_buf_lint() { buf lint; }

lint_buf_format() { buf format -d --exit-code; }

# Against the newest release; before the first one, against the base. There a break is allowed that
# a commit since names in a line `Breaks-contract: why`; after a release it never is.
lint_buf_breaking() {
  local base reason
  base=$(git -C "$root" describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null || true)
  if [[ -z $base ]]; then
    base=$(lint_base)
    reason=$(git -C "$root" log --format='%(trailers:key=Breaks-contract,valueonly)' "$base..HEAD" | grep -m1 . || true)
    if [[ -n $reason ]]; then
      printf 'the contract is broken on purpose: %s\n' "$reason"
      return 0
    fi
  fi
  git -C "$root" cat-file -e "$base:proto" 2>/dev/null || return 0
  buf breaking proto --against ".git#ref=$base,subdir=proto"
}

# The lock files are used wherever the project is: none names the host a package came from.
lint_lock() {
  ! lint_sources '*package-lock.json' | (cd "$root" && xargs -r grep -n '"resolved"' /dev/null)
}

lint_clang_tidy() {
  local -a which=(--since "$(lint_base)")
  if ((lint_all)); then which=(--all); fi
  "$root/tests/lint/clang_tidy.py" "$build" "${which[@]}"
}
