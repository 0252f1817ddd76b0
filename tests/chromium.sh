#!/bin/sh
# Which Chromium runs the browser tests? Prints its path: that of $CHROMIUM, else the first on PATH,
# else one that is installed now where that is possible without asking.
set -eu

if [ -n "${CHROMIUM:-}" ]; then
  command -v "$CHROMIUM" && exit 0
  echo "CHROMIUM is set to $CHROMIUM, which cannot be run" >&2
  exit 1
fi

find_on_path() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}
find_on_path && exit 0

line="apt-get install -y --no-install-recommends chromium fonts-dejavu-core"
if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
  # what apt-get prints is no path
  { apt-get update && $line; } >&2
  find_on_path && exit 0
fi
echo "Chromium is missing; install it with: sudo $line" >&2
exit 1
