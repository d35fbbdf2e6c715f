# shellcheck shell=bash
#
# How `tests/run asan` and `tests/run tsan` listen to the sanitizers.
#
# A report may come from any process of a test, and a test that kills its processes never looks at how
# they ended. So each report is written into $scratch/reports, and one that lies there after a program
# is a failure of it. Needs `$root`, `$build`, `$scratch` and the functions of tests/run.

sanitizer_options() {
  local log=log_path=$scratch/reports/report
  mkdir -p "$scratch/reports"
  export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1:$log}
  export LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$root/tests/support/leaks.txt:print_suppressions=0}
  export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:$log}
  # The libraries are not compiled with TSan: what happens inside of them is not looked at.
  export TSAN_OPTIONS=${TSAN_OPTIONS:-ignore_noninstrumented_modules=1:suppressions=$root/tests/support/races.txt:$log}
}

# count_reports NAME: counts and shows what the sanitizers found in the program that ran last.
count_reports() {
  local report
  for report in "$scratch"/reports/*; do
    if [[ -s $report ]]; then
      count 0 1 0
      printf '%s\n' "--- $1: ${report##*/}"
      head -n 60 "$report"
      printf '%s\n' '---'
    fi
    rm -f "$report"
  done
}

# run_planted: each planted fault must be reported, by its name.
run_planted() {
  local -a faults=('overflow heap-buffer-overflow' 'leak detected memory leaks'
    'undefined signed integer overflow')
  local fault name words code
  if [[ $preset == tsan ]]; then faults=('race in GetIncident'); fi
  for fault in "${faults[@]}"; do
    name=${fault%% *} words=${fault#* } code=0
    run_logged "$build/bin/planted_fault" "$name" || code=$?
    cat "$scratch"/reports/* >>"$scratch/log" 2>/dev/null || true
    rm -f "$scratch"/reports/*
    if ((code)) && grep -qF "$words" "$scratch/log"; then
      count 1 0 0
    else
      count 0 1 0
      show_log "planted $name: not found"
    fi
  done
}
