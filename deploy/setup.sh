#!/usr/bin/env bash
# Makes the virtual environment from requirements.lock. What it cannot do it names, with the command that would.
set -euo pipefail
venv=$1

for candidate in python3.13 python3.12 python3.11 python3; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
    python=$candidate
    break
  fi
done
if [ -z "${python:-}" ]; then
  echo "Kin360 needs Python 3.11, 3.12 or 3.13. Install one, for example: apt-get install python3.11 python3.11-venv" >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ] && ! "$python" -m venv "$venv"; then
  echo "A virtual environment could not be made. Install it with: apt-get install python3-venv" >&2
  exit 1
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1
echo "Installing the packages of requirements.lock into $venv (once) ..."
if ! "$venv/bin/pip" install --quiet --require-hashes -r requirements.lock; then
  echo "The packages could not be installed. Is a Python package index reachable? Try: $venv/bin/pip install -r requirements.lock" >&2
  exit 1
fi
"$venv/bin/pip" install --quiet --no-deps --editable .
