#!/bin/sh
# Runs the appliance's resolver for RESOLVER_SUBNET, the network that it shares with the API and the host.
#
#   resolver.sh serve
#   resolver.sh health   succeeds while Unbound runs; whether it reaches the root, `havedane doctor` says
set -eu
conf=/etc/havedane/unbound.conf
case ${1-} in
  serve)
    printf 'access-control: %s allow\naccess-control: 127.0.0.0/8 allow\n' "$RESOLVER_SUBNET" >/tmp/access.conf
    exec unbound -d -c "$conf"
    ;;
  health) exec unbound-control -q -c "$conf" status ;;
  *)
    echo 'usage: resolver.sh serve|health' >&2
    exit 2
    ;;
esac
