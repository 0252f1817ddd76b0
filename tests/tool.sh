#!/bin/sh
# Where is a program that the tests drive? Prints the path of the one named: chromium (that of $CHROMIUM where it
# is set), kubectl or valgrind. One that is missing is installed where that is possible without asking.
set -eu

case "$1" in
  chromium) names="chromium chromium-browser google-chrome" packages="chromium fonts-dejavu-core" ;;
  kubectl) names="kubectl" packages="kubernetes-client" ;;
  valgrind) names="valgrind" packages="valgrind" ;;
  *) echo "no test drives $1" >&2; exit 2 ;;
esac

if [ "$1" = chromium ] && [ -n "${CHROMIUM:-}" ]; then
  command -v "$CHROMIUM" && exit 0
  echo "CHROMIUM is set to $CHROMIUM, which cannot be run" >&2
  exit 1
fi

find_on_path() {
  for name in $names; do
    command -v "$name" && return 0
  done
  return 1
}
find_on_path && exit 0

line="apt-get install -y --no-install-recommends $packages"
if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
  # what apt-get prints is no path
  { apt-get update && $line; } >&2
  find_on_path && exit 0
fi
echo "$1 is missing; install it with: sudo $line" >&2
exit 1
