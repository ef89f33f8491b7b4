#!/bin/bash
# The appliance's own name server: Knot DNS with the zones and configuration that `havedane dns` makes. New zones are taken
# over without a restart; when one does not verify that is reported, and those before are served on.
#
#   name-server.sh serve  GENERATED STATE   GENERATED: ZONES_DIR/knot, read only.  STATE: DNS_DIR, has to be kept.
#   name-server.sh health STATE             succeeds when every address answers for the zone
#
# `zone` is the zone of DOMAIN, NAME.zone one below it. STATE holds the keys and the journal of Knot, the zones and knot.conf that
# were verified last, and in `dnskey` the key that the zone of DOMAIN is answered with, for `havedane dns ds`.
set -euo pipefail

readonly POLL_SECONDS=1 START_POLL_SECONDS=0.2
# For a zone to be signed on a busy machine.
readonly ANSWER_SECONDS=60
# A file for each TCP client (tcp-max-clients), and some for the zones.
readonly OPEN_FILES=17000

say() { echo "name-server: $*"; }

fail() {
  say "$*" >&2
  exit 1
}

# That of DOMAIN comes first.
domain_of() { awk -F'"' '/^ *- domain:/ { print $2; exit }' "$1/knot.conf"; }

zones_of() { awk -F'"' '/^ *- domain:/ { print $2 }' "$1/knot.conf"; }

# The file of each zone.
file_of() { if [[ $2 == "$(domain_of "$1")" ]]; then echo zone; else echo "$2.zone"; fi; }

# files_of DIRECTORY ACTION...: the zones and knot.conf, as `find` gives them to ACTION.
files_of() { find "$1" -maxdepth 1 \( -name knot.conf -o -name zone -o -name '*.zone' \) "${@:2}"; }

# take FROM TO: moves the zones and knot.conf; nothing of the zones that were in TO remains.
take() {
  rm -f "$2"/*.zone
  files_of "$1" -exec mv -t "$2" {} +
}

# One "ADDRESS PORT" a line.
listeners_of() { awk '/^ *listen:/' "$1/knot.conf" | grep -o '"[^"]*"' | tr -d '"' | tr '@' ' '; }

# ask STATE TYPE [OPTION...]: kdig's answers of every address; fails when one of them has none.
ask() {
  local state=$1 type=$2 domain address port
  domain=$(domain_of "$state")
  while read -r address port; do
    kdig "@$address" -p "$port" "$domain" "$type" +norec +noall +timeout=2 +retry=1 "${@:3}" 2>/dev/null || return 1
  done < <(listeners_of "$state")
}

health() {
  [[ -r $1/knot.conf ]] || fail "nothing is served yet"
  ask "$1" SOA >/dev/null || fail "no answer"
  answers "$1" || fail "an address does not answer for the zone"
}

# Whether every address answers for the zone of STATE.
answers() {
  local header
  header=$(ask "$1" SOA +header) || return 1
  (($(grep -c 'status: NOERROR' <<<"$header") == $(listeners_of "$1" | wc -l)))
}

# ── serve: one process that runs Knot, and looks every second for something new to serve

readonly COMMAND=${1-} GENERATED=${2-} STATE=${3-}
knot=

prepare() {
  mkdir -p "$STATE/run" 2>/dev/null && [[ -w $STATE && -w $STATE/run ]] ||
    fail "$STATE cannot be written by user $(id -u): the keys of the zone have to be kept there (DNS_DIR)"
  exec 9>"$STATE/lock"
  flock --nonblock 9 || fail "another name server runs with $STATE"
  rm -rf "$STATE/next" "$STATE/dnskey"
  # Ended while it tried a new configuration.
  [[ ! -r $STATE/previous/knot.conf ]] || take "$STATE/previous" "$STATE"
  rm -rf "$STATE/previous"
  allow_open_files
}

# Changes when what is generated does, and with the phase; empty when there is nothing.
fingerprint() {
  [[ -r $GENERATED/knot.conf && -r $GENERATED/zone ]] || return
  files_of "$GENERATED" -exec cksum {} + | sort
  phase_of "$GENERATED/zone"
}

# Which of the phases that the zone speaks of the clock is in; nothing where it speaks of none.
phase_of() {
  local seconds now
  seconds=$(awk '/^; phases of [0-9]+ s$/ { print $4; exit }' "$1")
  printf -v now '%(%s)T' -1
  [[ -z $seconds ]] || echo $((now / seconds % 2))
}

# Adds to the zone of DOMAIN its records of this phase.
add_phase() {
  local phase records
  phase=$(phase_of "$1/zone")
  records=$(sed -n "s/^; phase $phase: //p" "$1/zone")
  [[ -z $phase || -z $records ]] || echo "$records" >>"$1/zone"
}

# Verifies a copy of what is generated, and serves it.
take_over() {
  local next=$STATE/next problems
  rm -rf "$next"
  mkdir -p "$next"
  if ! problems=$(files_of "$GENERATED" -exec cp -t "$next" {} + 2>&1); then
    say "what was generated cannot be copied; $(still): ${problems//$'\n'/; }" >&2
    return
  fi
  if ! problems=$(knotc --config "$next/knot.conf" conf-check 2>&1); then
    say "$GENERATED/knot.conf cannot be used; $(still): ${problems//$'\n'/; }" >&2
  elif ! problems=$(add_phase "$next" 2>&1); then
    say "the records of this phase cannot be added; $(still): ${problems//$'\n'/; }" >&2
  elif ! problems=$(add_ds "$next" 2>&1); then
    say "the keys of the zones below cannot be made; $(still): ${problems//$'\n'/; }" >&2
  elif ! verified "$next"; then
    return
  elif [[ -n $knot ]] && cmp -s "$next/knot.conf" "$STATE/knot.conf"; then
    take "$next" "$STATE"
    reload "$(domain_of "$STATE")"
  elif [[ ! -r $STATE/knot.conf || ! -r $STATE/zone ]] || cmp -s "$next/knot.conf" "$STATE/knot.conf"; then
    take "$next" "$STATE"
    start_knot
  else
    take_over_configuration "$next"
  fi
}

# Adds to the zone of DOMAIN the DS records that it asks for (RFC 4509: SHA-256), with keys that Knot then signs with.
add_ds() {
  local zone conf=$1/knot.conf
  while read -r zone; do
    keymgr --config "$conf" "$zone" ds 2>/dev/null | grep -q . ||
      keymgr --config "$conf" "$zone" generate algorithm=ecdsap256sha256 ksk=yes zsk=yes || return 1
    keymgr --config "$conf" "$zone" ds | awk '$5 == 2' >>"$1/zone" || return 1
  done < <(awk '/^; DS of / { print $4 }' "$1/zone")
}

# Whether every zone of NEXT verifies; says which does not.
verified() {
  local zone file problems
  while read -r zone; do
    file=$(file_of "$1" "$zone")
    if ! problems=$(kzonecheck --verbose --origin "$zone" "$1/$file" 2>&1); then
      say "$GENERATED/$file does not verify; $(still): ${problems//$'\n'/; }" >&2
      return 1
    fi
  done < <(zones_of "$1")
}

# Addresses can only be tried by using them: what answered before comes back when the new ones do not answer.
take_over_configuration() {
  local next=$1 previous=$STATE/previous
  rm -rf "$previous"
  mkdir "$previous"
  files_of "$STATE" -exec cp -t "$previous" {} +
  take "$next" "$STATE"
  stop_knot
  start_knot
  if ! came_up; then
    say "Knot does not answer with $GENERATED/knot.conf; the one before is served on" >&2
    stop_knot
    take "$previous" "$STATE"
    start_knot
  fi
  rm -rf "$previous"
}

came_up() {
  local until=$((SECONDS + ANSWER_SECONDS))
  while kill -0 "$knot" 2>/dev/null && ((SECONDS < until)); do
    ! answers "$STATE" || return 0
    sleep "$START_POLL_SECONDS" 9>&-
  done
  return 1
}

still() { if [[ -n $knot ]]; then echo "the one before is served on"; else echo "nothing is served"; fi; }

reload() {
  # All of them: those without a change stay as they are.
  if knotc --config "$STATE/knot.conf" --blocking --timeout 60 zone-reload >/dev/null; then
    say "$1 was reloaded: $(knotc --config "$STATE/knot.conf" zone-status "$1" +serial)"
  else
    say "Knot did not take the new zone; its log says why" >&2
  fi
}

# Docker may begin with 1024, of which TCP clients would leave none to load a zone with.
allow_open_files() {
  ulimit -Sn "$OPEN_FILES" 2>/dev/null && return
  ulimit -Sn "$(ulimit -Hn)"
  say "may open $(ulimit -Hn) files only: more than about so many clients by TCP keep new zones from being loaded (nofile)"
}

start_knot() {
  # In a container that was killed, the old process id is easily that of the new Knot, which then takes itself for running.
  # The lock says that no other one is.
  rm -f "$STATE/dnskey" "$STATE/run/knot.sock" "$STATE/run/knot.pid"
  # If this process is killed, so is Knot.
  setpriv --pdeathsig TERM knotd --config "$STATE/knot.conf" 9>&- > >(explain) 2>&1 &
  knot=$!
}

stop_knot() {
  [[ -n $knot ]] || return 0
  kill -TERM "$knot" 2>/dev/null || true
  wait "$knot" || true
  knot=
}

# Passes Knot's log on, and adds to what an administrator has to do something about.
explain() {
  local line
  while IFS= read -r line; do
    # One key, never replaced: nothing is waited for.
    [[ $line == *'KSK submission, waiting for confirmation' ]] || echo "$line"
    case $line in
      *'cannot bind address'*'already in use'*)
        say "another program has this port: 'ss -lnp sport = :53' names it. Stop it, or give other addresses in DNS_HOST" ;;
      *'cannot bind address'*'not permitted'*)
        say "ports below 1024 need the right CAP_NET_BIND_SERVICE" ;;
      *'cannot bind address'*)
        say "does this machine have the address? DNS_HOST gives others" ;;
      *'UDP bound, but required nonlocal bind'*)
        say "this machine does not have the address, so nothing sent there arrives: give its own addresses in DNS_HOST" ;;
    esac
  done
}

# Once Knot answers on every address, the key that it answers with is put down.
publish_key() {
  local key
  # Knot opens it when it listens.
  [[ -S $STATE/run/knot.sock ]] || return 0
  key=$(ask "$STATE" DNSKEY +answer | grep -w DNSKEY | sort -u) && [[ -n $key ]] || return 0
  echo "$key" >"$STATE/next.dnskey"
  mv "$STATE/next.dnskey" "$STATE/dnskey"
  say "answering for $(domain_of "$STATE") on $(listeners_of "$STATE" | tr ' ' '@' | paste -sd' ')"
}

serve() {
  prepare
  trap 'stop_knot; exit 0' TERM INT
  local seen current pause examined=
  seen=$(fingerprint || true)
  [[ -n $seen ]] || say "waiting for $GENERATED/zone: \`havedane dns\` makes it when PUBLIC_IPV4 or PUBLIC_IPV6 is set"
  while :; do
    current=$(fingerprint || true)
    # Two files are written one after the other: they are complete when they have not changed for a moment.
    if [[ -n $current && $current == "$seen" && $current != "$examined" ]]; then
      examined=$current
      take_over
    fi
    seen=$current
    # What was verified before is better than nothing.
    [[ -n $knot || ! -r $STATE/knot.conf || ! -r $STATE/zone ]] || start_knot
    [[ -z $knot ]] || kill -0 "$knot" 2>/dev/null || ended
    pause=$POLL_SECONDS
    if [[ -n $knot && ! -e $STATE/dnskey ]]; then
      pause=$START_POLL_SECONDS
      publish_key
    fi
    # Waiting for a job, unlike running it, lets a signal in.
    sleep "$pause" 9>&- &
    wait $! || true
  done
}

ended() {
  local code=0
  wait "$knot" || code=$?
  fail "Knot ended with exit code $code"
}

case $COMMAND in
  serve) serve ;;
  health) health "$GENERATED" ;;
  *) fail "called wrongly: name-server.sh serve GENERATED STATE, or name-server.sh health STATE" ;;
esac
