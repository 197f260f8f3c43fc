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
export LOADED_DEMO="$scratch/demo" # every part copies it; loading it anew takes most of a minute in all

reached() {
  local run=$1
  shift
  $python -m slipcover --source src/dugnad --json --out "$scratch/$run.json" -m pytest -n 2 --dist worksteal "$@"
}

# How a page is drawn, what a form refuses and what a rule decides does not depend on the database: there
# it is enough that every address answers each role as the access matrix says.
anywhere=(--ignore-glob='*/test_*rules.py' --ignore-glob='*/test_forms.py' --ignore-glob='*/test_*views.py'
  --ignore=tests/engine --ignore-glob='*/architecture/test_[!a]*')

part "Browser" scripts/chromium.sh
part "SQLite" reached sqlite --ignore=tests/journeys
part "PostgreSQL" reached postgres --database=postgres --ignore=tests/journeys "${anywhere[@]}"
part "Lines of rules, queries, changes and the engine" $python scripts/covered.py "$scratch"/{sqlite,postgres}.json
part "Journeys" $python -m pytest tests/journeys -n 2 --dist worksteal

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nFailed: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\nEverything passed.\n'
