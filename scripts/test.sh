#!/usr/bin/env bash
# The whole suite: SQLite, PostgreSQL, what the two covered, then the journeys in a browser. Runs every
# part, and fails if one did.
set -uo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
failed=()

part() {
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
}

# What decides, computes or writes is covered to the last line; views and commands are covered by use.
decisive='src/dugnad/*/rules.py,src/dugnad/*/rules/*,src/dugnad/*/queries.py,src/dugnad/*/queries/*'
decisive+=',src/dugnad/*/changes.py,src/dugnad/*/changes/*,src/dugnad/kit/history.py,src/dugnad/engine/*'

part "Browser" scripts/chromium.sh
part "SQLite" $python -m pytest -n 2 --ignore=tests/journeys --cov --cov-report=
part "PostgreSQL" $python -m pytest -n 2 --ignore=tests/journeys --ignore=tests/architecture \
  --database=postgres --cov --cov-append --cov-report=
part "Coverage of rules, queries, changes and the engine" \
  .venv/bin/coverage report --include="$decisive" --skip-covered --show-missing --fail-under=100
part "Journeys" $python -m pytest tests/journeys -n 2

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nFailed: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\nEverything passed.\n'
