#!/bin/bash
# Healthy: Caddy answers on its health address, which only this host can reach.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/${CADDY_HEALTH_PORT}"
printf 'GET / HTTP/1.0\r\n\r\n' >&3
read -r -t 5 line <&3
[[ $line == *' 200 '* ]]
