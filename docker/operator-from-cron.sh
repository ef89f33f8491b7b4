#!/bin/sh
# For cron, which mails whatever is printed: `docker compose run operator`, with what Compose itself says left out unless it
# fails. Compose tells of every container that it makes, on standard error; v2 can be told not to, 1.29 cannot.
#
#   */5 * * * *  /srv/havedane/docker/operator-from-cron.sh rollover run --quiet
#
# Ends with the exit status of the command.
cd "$(dirname "$0")/.." || exit

compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

# What the command says comes on standard output, also where it means standard error: Compose's own words are all that is on
# the other one, and are kept back. `setup` has run long since, hence --no-deps.
# shellcheck disable=SC2016 # for the shell in the container
in_container='exec havedane "$@" 2>&1'
{
  said_by_compose=$(compose run --rm -T --no-deps --entrypoint sh operator -c "$in_container" havedane "$@" 2>&1 >&3)
  status=$?
} 3>&1

case $status in
  # 3: another run is at work, or changes remain. Not from Compose itself.
  0 | 3) ;;
  *) printf '%s\n' "$said_by_compose" >&2 ;;
esac
exit $status
