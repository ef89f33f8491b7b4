#!/bin/sh
# Runs a command as the user havedane with the one right to bind ports below 1024, and no way to any other.
#
# Docker gives added capabilities to root only, file capabilities do not work under `no-new-privileges`, and the sysctl
# for unprivileged ports does not exist on the host's network. So these containers begin as root without any capability
# but those that this line uses up: it keeps NET_BIND_SERVICE as an ambient capability and drops the rest for good.
set -eu
exec setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs \
  --bounding-set=-all,+net_bind_service --inh-caps=-all,+net_bind_service --ambient-caps=-all,+net_bind_service \
  -- "$@"
