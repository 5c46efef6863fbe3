#!/usr/bin/env bash
# Whether the server in this container answers 200:  health.sh [path]
#
# The aspnet image has neither curl nor wget. It is Ubuntu's, whose bash is always there and is built with /dev/tcp;
# openssl comes with its ca-certificates.
set -euo pipefail

request=$'GET '"${1:-/health}"$' HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
if [[ -n ${TLS_CERT_PATH:-} ]]; then
  # It asks itself: whose name stands in the certificate is of no interest here.
  answer=$(printf '%s' "$request" |
    timeout 4 openssl s_client -quiet -connect "127.0.0.1:${PORT:-8080}" 2>/dev/null || true)
  read -r _ status _ <<<"$answer"
else
  exec 3<>"/dev/tcp/127.0.0.1/${PORT:-8080}"
  printf '%s' "$request" >&3
  read -r -t 4 _ status _ <&3
fi
[[ $status == 200 ]]
