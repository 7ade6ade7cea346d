#!/usr/bin/env bash
# Lints queries/ with Neo4j's own language library, fetched once into the folder given (development only, 98 MB).
# Where npm is missing, or cannot fetch it, it says so and ends well: the server tests plan every file too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
library=@neo4j-cypher/language-support@2.0.0-next.38
for program in node npm; do
  command -v "$program" >/dev/null || { echo "Cypher lint skipped: $program is not installed"; exit 0; }
done
mkdir -p "$1"
cd "$1"
if [[ ! -d node_modules/@neo4j-cypher/language-support ]]; then
  npm install --no-save --no-audit --no-fund --silent --prefix . "$library" >/dev/null 2>&1 || {
    echo "Cypher lint skipped: npm could not fetch $library"
    exit 0
  }
fi
node "$here/lint.cjs" "$here/../../../queries"
echo "Cypher files are clean"
