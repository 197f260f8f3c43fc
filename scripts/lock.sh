#!/usr/bin/env bash
# Pins every dependency with its hashes, for every platform; no address of a registry is written.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND="make lock"
pin() {
  .tools/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --upgrade "$@"
}
pin --group build pyproject.toml -o requirements.txt
pin --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
