#!/bin/sh
# Notes when Caddy served policies, for the API: a file for each time without a break, named by its begin in seconds since the epoch,
# and last changed at its end. What a sender did while it could fetch none says nothing of the sender.
set -u
# $1: the folder; $2: what asks Caddy; $3: seconds between two questions.
served=${1:-/public/caddy/served}
healthy=${2:-/usr/local/lib/havedane/caddy-health.sh}
mkdir -p "$served"
# For checks of any age; but the API looks at all of them every second.
forget_oldest() {
  # shellcheck disable=SC2012 # Their names are numbers.
  ls "$served" | sort -n | head -n -1000 | while read -r old; do rm -f "$served/$old"; done
}
now=
while true; do
  if "$healthy" 2>/dev/null; then
    [ -n "$now" ] || { now=$served/$(date +%s) && touch "$now" && forget_oldest; }
    touch "$now"
  else
    now=
  fi
  sleep "${3:-2}"
done
