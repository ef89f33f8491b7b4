#!/bin/sh
# Notes when Caddy served policies, for the API: a file for each time without a break, named by its begin in seconds since the epoch,
# and last changed at its end. What a sender did while it could fetch none says nothing of the sender.
set -u
# $1: the folder; $2: what asks Caddy; $3: seconds between two questions.
served=${1:-/public/caddy/served}
healthy=${2:-/usr/local/lib/havedane/caddy-health.sh}
mkdir -p "$served"
# Longer than checks are kept.
find "$served" -type f -mtime +30 -delete
now=
while true; do
  if "$healthy" 2>/dev/null; then
    now=${now:-$served/$(date +%s)}
    touch "$now"
  else
    now=
  fi
  sleep "${3:-2}"
done
