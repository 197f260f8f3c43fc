#!/usr/bin/env bash
# Lint, types, architecture, documents, migrations and deployment. Runs every part, and fails if one did.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()

part() {
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
}

unset PYTHONDONTWRITEBYTECODE # each process would compile every test anew
production=$(mktemp -d)
trap 'rm -rf "$production"' EXIT
as_in_production() {
  env -u DATABASE_URL DUGNAD_HOME="$production" DUGNAD_DEMO=0 DUGNAD_SECURE=1 DUGNAD_HOSTS=dugnad.example "$@"
}

part "Lint" .venv/bin/ruff check src tests benchmarks scripts
part "Format" .venv/bin/ruff format --check --quiet src tests benchmarks scripts
part "Types" .venv/bin/mypy
part "Floors and files" .venv/bin/lint-imports --no-logo
part "Migrations" as_in_production .venv/bin/dugnad manage makemigrations --check --dry-run
part "Deployment" as_in_production .venv/bin/dugnad manage check --deploy --fail-level WARNING
# Every address for each role takes a minute, asks a loaded demo, and runs with the tests.
part "Architecture and documents" .venv/bin/python -m pytest tests/architecture -q -n 2 --ignore=tests/architecture/test_access.py

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nFailed: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\nEverything is in its place.\n'
