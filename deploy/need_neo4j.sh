#!/usr/bin/env bash
# The contract tests run real Neo4j servers. Fetches their jars once, by Maven; installs Debian's Maven where it may,
# otherwise says what would.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v mvn >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Maven, which fetches Neo4j for the contract tests ..."
  if ! (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq maven) >/tmp/kin360-maven.log 2>&1; then
    tail -5 /tmp/kin360-maven.log >&2
  fi
fi
exec python -m deploy.neo4j.artifacts
