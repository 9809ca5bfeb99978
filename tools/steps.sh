# Sourced by the scripts beside it: runs named steps, counts how they end, closes with one line.
#
#   step NAME COMMAND...   runs it quietly; its output is shown only when it fails
#   skip NAME REASON       counts it as skipped, and says why
#   close                  "N passed, N failed[, N skipped]"; fails if any step did
#
# With POSTFERRY_RESULTS=FILE the outcomes go there and close says nothing: the caller closes.
results=${POSTFERRY_RESULTS:-}
if [ -z "$results" ]; then
  results=$(mktemp)
  closes_here=yes
  trap 'rm -f "$results"' EXIT
else
  closes_here=
fi

record() { echo "$1 $2" >>"$results"; }

step() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok      $name"
    record passed "$name"
  else
    printf '%s\n' "$output" | tail -n 200
    echo "FAILED  $name"
    record failed "$name"
  fi
}

skip() {
  echo "skipped $1: $2"
  record skipped "$1"
}

count() { grep -c "^$1 " "$results" || true; }

close() {
  local passed failed skipped
  passed=$(count passed) failed=$(count failed) skipped=$(count skipped)
  if [ -n "$closes_here" ]; then
    if [ "$failed" -gt 0 ]; then
      echo
      echo "Failed:"
      sed -n 's/^failed /  /p' "$results"
    fi
    if [ "$skipped" -gt 0 ]; then
      echo "$passed passed, $failed failed, $skipped skipped"
    else
      echo "$passed passed, $failed failed"
    fi
  fi
  [ "$failed" -eq 0 ]
}
