#!/usr/bin/env bash
# The tests drive the explorer in real Chromium. Installs Debian's where it may; otherwise says what would.
set -euo pipefail
for name in "${KIN360_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests ..."
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium) >/tmp/kin360-chromium.log 2>&1 && exit 0
  tail -5 /tmp/kin360-chromium.log >&2
fi
echo "Chromium is missing, and the browser tests need it. Install it with: sudo apt-get install chromium" >&2
echo "or name another with KIN360_CHROMIUM=/path/to/chrome" >&2
exit 1
