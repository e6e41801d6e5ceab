# Runs a private PostgreSQL for as long as its standard input stays open.
#
# $1 = directory of initdb and pg_ctl, $2 = port on the loopback address. Prints "ready" when the
# server answers. When the caller ends, for whatever reason, the input closes; then the server of
# this one data directory is stopped and the directory removed.
set -eu
bin=$1
port=$2
umask 077
directory=$(mktemp -d)
stop() {
  "$bin/pg_ctl" --pgdata="$directory/data" --mode=immediate --silent --wait stop >&2 || true
  rm -rf "$directory"
}
trap stop EXIT
"$bin/initdb" --pgdata="$directory/data" --username=sihebat --auth=trust --encoding=UTF8 \
  --locale=C.UTF-8 --no-sync >&2
cat >>"$directory/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$directory'
max_connections = 300
shared_buffers = 128MB
fsync = off
synchronous_commit = on
full_page_writes = off
max_wal_size = 2GB
SETTINGS
if ! "$bin/pg_ctl" --pgdata="$directory/data" --log="$directory/log" --silent --wait start >&2; then
  cat "$directory/log" >&2
  exit 1
fi
echo ready
cat >/dev/null
