#!/bin/sh
# Installs what the tests use of Python into tests/.venv, or those of a folder below it into .venv there, once for
# each change of its requirements.txt, and prints where that is.
set -eu
cd "$(dirname "$0")/${1:-}"

if ! cmp -s requirements.txt .venv/installed; then
  rm -rf .venv
  if ! python3 -m venv .venv >&2; then
    rm -rf .venv
    line="apt-get install -y --no-install-recommends python3-venv"
    if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
      { apt-get update && $line; } >&2
      python3 -m venv .venv >&2
    else
      echo "Python's venv is missing; install it with: sudo $line" >&2
      exit 1
    fi
  fi
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt >&2
  cp requirements.txt .venv/installed
fi
echo "$PWD/.venv"
