#!/bin/sh
# Copies what the receiver and the API need of Caddy's storage: certificates and keys of policy hosts and mail servers under MTA-STS.
# The keys of the page and of the ACME account stay where only Caddy can read them. Each file is replaced as a whole; readers try
# whether a certificate and a key belong together before they take them.
set -u
# $1 and $2: from where to where; $3: seconds between two looks.
from=${1:-/data/caddy}/certificates
to=${2:-/public/caddy}/certificates
while true; do
  for folder in "$from"/*/mta-sts.sts-* "$from"/*/mx[12]-sts-*; do
    copies=$to${folder#"$from"}
    for file in "$folder"/*.key "$folder"/*.crt; do
      copy=$copies/${file##*/}
      if [ -f "$file" ] && ! cmp -s "$file" "$copy"; then
        mkdir -p "$copies" && cp -p "$file" "$copy.new" && mv "$copy.new" "$copy"
      fi
    done
  done
  sleep "${3:-10}"
done
