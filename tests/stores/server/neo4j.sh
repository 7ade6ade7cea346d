#!/usr/bin/env bash
# A Neo4j Community server for the tests, from Maven artifacts: no container, no root, loopback only.
#
#   neo4j.sh fetch    copy the jars into the cache (about a minute, once); prints their folder
#   neo4j.sh start    start in $NEO4J_HOME on a free port; the last line printed is the URI; start K: no file may grow
#                     beyond K KiB, as where the disk is full, or as it likes where K is `unlimited`
#   neo4j.sh stop     stop the server of $NEO4J_HOME and of no other
#   neo4j.sh kill     the same at once, as a power cut would
#   neo4j.sh import D read the files of `graphscan neo4j export D` into a stopped server's database
#
# Environment: NEO4J_HOME (a folder of its own: data, configuration, logs), NEO4J_PASSWORD (8 letters or
# digits or more; the user is neo4j), NEO4J_VERSION (5.26 needs Java 17 or 21, 2026 Java 21 or 25), NEO4J_HEAP,
# NEO4J_PAGECACHE, NEO4J_FILES (K where none is given), NEO4J_TLS (a folder with private.key and public.crt: only
# encrypted connections), NEO4J_PORT (else a free one), NEO4J_QUICK (not empty: for a server that is asked little and
# stopped soon, no optimising compiler and no second planning), JAVA_HOME, XDG_CACHE_HOME.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=${NEO4J_VERSION:-5.26.30}
heap=${NEO4J_HEAP:-512m}
lib=${XDG_CACHE_HOME:-$HOME/.cache}/graphscan/neo4j-$version/lib
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
entry=org.neo4j.server.CommunityEntryPoint
quiet=internal.dbms.bolt.netty_server_shutdown_quiet_period=0
if [[ $version != 5.* ]]; then
  entry=org.neo4j.server.Neo4jCommunity
  quiet=internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
fi
patience=120 # seconds for a start or a stop; a busy machine takes 20

# bin/neo4j of the tarball would pass these; from Maven there is no such script.
jvm_flags=(
  --add-opens=java.base/java.nio=ALL-UNNAMED
  --add-opens=java.base/java.io=ALL-UNNAMED
  --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
  --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
  --enable-native-access=ALL-UNNAMED
)
if [[ -n ${NEO4J_QUICK:-} ]]; then
  jvm_flags+=(-XX:TieredStopAtLevel=1)
  quiet+=$'\ndbms.cypher.min_replan_interval=1h'
fi

die() {
  echo "neo4j.sh: $*" >&2
  exit 1
}

fetch() {
  if [[ ! -d $lib ]]; then
    local part
    mkdir -p "$(dirname "$lib")"
    part=$(mktemp -d "$lib.XXXXXX")
    mvn -q -B -f "$here/pom.xml" -Dneo4j.version="$version" -Dlib="$part" \
      dependency:copy-dependencies >&2 || die "Maven could not fetch org.neo4j:neo4j:$version"
    # Whole or not at all: two test runs may fetch at once, and one of them may be stopped half-way.
    mv "$part" "$lib" 2>/dev/null || rm -rf "$part"
  fi
  echo "$lib"
}

# Neo4j takes port 0 but never tells which port it got, so draw one below the ephemeral range.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# The process of this home, and nothing where the number has passed to another program.
own_pid() {
  local pid
  pid=$(cat "$NEO4J_HOME/run/pid" 2>/dev/null) || return 1
  ps -ww -o args= -p "$pid" 2>/dev/null | grep -qF -- "--home-dir=$NEO4J_HOME" || return 1
  echo "$pid"
}

configure() {
  mkdir -p "$NEO4J_HOME"/{conf,data,logs,run,import}
  # import: where it is not set, LOAD CSV reads any file of the machine.
  # preallocate: 2.5 MB instead of 517 MB for an empty store. quiet period: a stop takes 0.3 s, not 10 s.
  cat >"$NEO4J_HOME/conf/neo4j.conf" <<CONF
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$1
server.http.enabled=false
server.https.enabled=false
server.directories.import=import
server.memory.pagecache.size=${NEO4J_PAGECACHE:-64m}
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
db.transaction.timeout=120s
$quiet
CONF
  if [[ -n ${NEO4J_TLS:-} ]]; then
    cat >>"$NEO4J_HOME/conf/neo4j.conf" <<CONF
server.bolt.tls_level=REQUIRED
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory=$NEO4J_TLS
dbms.ssl.policy.bolt.private_key=private.key
dbms.ssl.policy.bolt.public_certificate=public.crt
dbms.ssl.policy.bolt.client_auth=NONE
CONF
  fi
}

# A file and not an argument, so that no process list shows the password; works before the first start only.
set_password() {
  local file=$NEO4J_HOME/run/first
  (umask 077 && printf '%s\n' "$1" >"$file")
  "$java" -Xmx256m "${jvm_flags[@]}" -cp "$lib/*" org.neo4j.cli.AdminTool \
    dbms set-initial-password "@$file" >"$NEO4J_HOME/logs/console.log" 2>&1 || {
    rm -f "$file"
    tail -5 "$NEO4J_HOME/logs/console.log" >&2
    die "the first password was refused"
  }
  rm -f "$file"
}

start() {
  local password=${NEO4J_PASSWORD:?set NEO4J_PASSWORD} port pid console=$NEO4J_HOME/logs/console.log
  local files=${1:-${NEO4J_FILES:-}}
  unset NEO4J_PASSWORD
  own_pid >/dev/null && die "already running in $NEO4J_HOME"
  port=${NEO4J_PORT:-$(free_port)}
  configure "$port"
  [[ -d $NEO4J_HOME/data/databases/system ]] || set_password "$password"
  : >"$console"
  [[ -z $files ]] || ulimit -S -f "$files"
  nohup "$java" -Xms"$heap" -Xmx"$heap" -XX:+UseSerialGC -Dlog4j2.disable.jmx=true -Dfile.encoding=UTF-8 \
    "${jvm_flags[@]}" -cp "$lib/*" "$entry" \
    --home-dir="$NEO4J_HOME" --config-dir="$NEO4J_HOME/conf" --console-mode >>"$console" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$NEO4J_HOME/run/pid"
  for ((i = 0; i < patience * 5; i++)); do
    if grep -q ' Started\.$' "$console"; then
      echo "bolt://127.0.0.1:$port"
      return
    fi
    kill -0 "$pid" 2>/dev/null || {
      tail -20 "$console" >&2
      die "the server ended at once"
    }
    sleep 0.2
  done
  kill "$pid"
  die "no answer within $patience seconds; see $console"
}

stop() {
  local pid
  pid=$(own_pid) || return 0
  kill "$pid"
  for ((i = 0; i < patience * 5; i++)); do
    own_pid >/dev/null || return 0
    sleep 0.2
  done
  kill -9 "$pid"
}

kill_now() {
  local pid
  pid=$(own_pid) || return 0
  kill -9 "$pid"
  while own_pid >/dev/null; do sleep 0.1; done
}

import() {
  own_pid >/dev/null && die "stop the server first"
  [[ -f $NEO4J_HOME/conf/neo4j.conf ]] || configure "$(free_port)"
  export NEO4J_CONF=$NEO4J_HOME/conf NEO4J_HOME
  cd "$1"
  "$java" -Xmx"$heap" "${jvm_flags[@]}" -cp "$lib/*" org.neo4j.cli.AdminTool \
    database import full @import.args --report-file="$NEO4J_HOME/logs/import.report" neo4j
}

case ${1:-} in
fetch) fetch ;;
start) : "${NEO4J_HOME:?set NEO4J_HOME}" && fetch >/dev/null && start "${2:-}" ;;
stop) : "${NEO4J_HOME:?set NEO4J_HOME}" && stop ;;
kill) : "${NEO4J_HOME:?set NEO4J_HOME}" && kill_now ;;
import) : "${NEO4J_HOME:?set NEO4J_HOME}" "${2:?which folder}" && fetch >/dev/null && import "$2" ;;
*) sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 64 ;;
esac
