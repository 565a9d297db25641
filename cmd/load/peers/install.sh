#!/bin/sh
# Installs what the peer in this folder needs and has not got. Packages come from
# the npm registry and from Debian. better-sqlite3 is compiled here against the
# headers of the Node that runs it, because its ready-made binaries lie elsewhere.
set -eu

if [ -f packages.txt ]; then
	missing=""
	for package in $(cat packages.txt); do
		dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
	done
	if [ -n "$missing" ]; then
		apt-get update -q
		# shellcheck disable=SC2086 # a list of names
		apt-get install -qy --no-install-recommends $missing
	fi
	exit 0
fi

if ! cmp -s package-lock.json node_modules/.installed; then
	npm ci --ignore-scripts --no-audit --no-fund
	headers=$(dirname "$(dirname "$(command -v node)")")
	test -f "$headers/include/node/node.h" || headers=/usr
	gyp="$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js"
	(cd node_modules/better-sqlite3 && node "$gyp" rebuild --release --nodedir="$headers")
	cp package-lock.json node_modules/.installed
fi
