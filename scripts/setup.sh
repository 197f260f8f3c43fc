#!/usr/bin/env bash
# Sets up .venv, for running (runtime) or for changing the project (develop). Instant when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-runtime}
uv=.tools/uv/bin/uv
export UV_PYTHON_DOWNLOADS=never # an interpreter from elsewhere is not what the operator installed

say() { printf '%s\n' "$*" >&2; }

# Makes a stamp from the files that decide a step; the step runs only when they have changed.
unless_done() {
  local stamp=.venv/.stamps/$1 files=$2 now
  now=$(cat $files | cksum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
  "$1"
  mkdir -p .venv/.stamps && printf '%s' "$now" >"$stamp"
}

fetch_uv() {
  say "Fetching uv, which installs the rest …"
  # --target needs neither the venv module nor leave to write into the system's Python.
  PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 \
    python3 -m pip install -qq --upgrade --target .tools/uv 'uv==0.13.9'
}

runtime() {
  say "Installing what Dugnad runs on …"
  "$uv" pip install --quiet --python .venv --compile-bytecode --require-hashes -r requirements.txt
}

develop() {
  say "Installing what its tests and checks need …"
  "$uv" pip install --quiet --python .venv --compile-bytecode --require-hashes -r requirements-dev.txt
}

# Distributions build their interpreter by profile; one that was compiled at home runs a third slower.
# Who wants another names it in UV_PYTHON or .python-version.
interpreter() {
  [ -z "${UV_PYTHON:-}" ] && [ ! -e .python-version ] || return 0
  /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo --python /usr/bin/python3
  return 0
}

project() {
  "$uv" pip install --quiet --python .venv --no-deps --no-build-isolation -e .
}

[ -x "$uv" ] || fetch_uv
[ -x .venv/bin/python ] || "$uv" venv --quiet $(interpreter) .venv
unless_done runtime requirements.txt
[ "$what" = runtime ] || unless_done develop requirements-dev.txt
unless_done project pyproject.toml
.venv/bin/python scripts/compile_catalogues.py
# Read once here and not at each start: half the time of a command, also where Python may not write.
.venv/bin/python -m compileall -q src/dugnad
