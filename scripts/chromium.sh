#!/usr/bin/env bash
# Makes sure that the journeys have a browser: Debian's Chromium.
set -euo pipefail
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the journeys …" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-liberation >/dev/null
  exit 0
fi
echo "The journeys need Chromium. Install it with:  sudo apt-get install chromium" >&2
[ -z "${CI:-}" ] # a build without a browser has not tested what people use
