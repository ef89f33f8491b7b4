#!/bin/sh
# Runs a command as the user havedane without any right, in the lab's container. Begins as root for one reason: to give the
# container further addresses, for scenarios that need one of their own. They are the last of its network, which Docker gives
# away from the front; without NET_ADMIN there are none, and the lab says which scenarios it does not offer.
set -eu
if [ "$(id -u)" = 0 ]; then
  ip -o -4 addr show scope global | while read -r _ interface _ address _ broadcast _; do
    # So large that nobody else is there.
    [ "${address#*/}" -le 24 ] || continue
    for last in 254 253 252 251 250 249 248 247; do
      ip addr add "${broadcast%.*}.$last/32" dev "$interface" 2>/dev/null || break
    done
  done
  exec setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
    -- tini -- "$@"
fi
exec tini -- "$@"
