#!/usr/bin/env bash
# Whether the server in this container answers 200:  health.sh [path]
#
# The aspnet image has neither curl nor wget. It is Ubuntu's, whose bash is always there and is built with /dev/tcp.
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/${PORT:-8080}"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-/health}" >&3
read -r -t 4 _ status _ <&3
[[ $status == 200 ]]
