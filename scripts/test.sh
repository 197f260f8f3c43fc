#!/usr/bin/env bash
# The whole suite: SQLite, PostgreSQL, what the two reached, then the journeys in a browser. Runs every
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

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export MADE_ONCE="$scratch/made" # tables and the demo, which every part copies
unset PYTHONDONTWRITEBYTECODE    # each process of each part would compile every test anew

# What counts lines changes the code of functions, which numba then cannot read: here they run as Python.
reached() {
  local run=$1
  shift
  NUMBA_DISABLE_JIT=1 $python -m slipcover --immediate --source src/dugnad --json --out "$scratch/$run.json" -m pytest -n 2 --dist worksteal "$@"
}

part "Browser" scripts/chromium.sh
part "SQLite" reached sqlite --ignore=tests/journeys
# Of the architecture, only what each address answers to each role asks the database.
part "PostgreSQL" reached postgres --database=postgres --ignore=tests/journeys --ignore-glob='*/architecture/test_[!a]*'
part "Lines of rules, queries, changes and the engine" $python scripts/covered.py "$scratch"/{sqlite,postgres}.json
part "Machine code" $python -m pytest tests/engine/flows -n 2
part "Journeys" $python -m pytest tests/journeys -n 2 --dist worksteal

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nFailed: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\nEverything passed.\n'
