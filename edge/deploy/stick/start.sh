#!/bin/sh
command -v node >/dev/null || { echo 'Install Node 20.19 or newer first: https://nodejs.org' >&2; exit 2; }
exec node "$(dirname "$0")/jidoka.mjs" start --open "$@"
