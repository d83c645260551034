#!/bin/sh
# Installs danvan from this checkout: the program under PROGRAM, settings, reports and index under DATA.
#
#   config/deploy/install.sh [PROGRAM [DATA]]          default: /opt/danvan /var/lib/danvan
#
# PYTHON names the interpreter (3.11 or newer); TORCH_INDEX another package index for torch's CPU build, see
# README.md. Run again to update: settings and reports that are there stay as they are.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
program=${1:-/opt/danvan}
data=${2:-/var/lib/danvan}

# Built in a copy: the checkout stays as it is, and may be read-only.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$source/bot" "$source/retrieval" "$source/pyproject.toml" "$source/README.md" "$source/LICENSE" "$work"

"${PYTHON:-python3}" -m venv "$program"
"$program/bin/python" -m pip install --disable-pip-version-check --no-cache-dir \
    ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} \
    --constraint "$source/config/constraints.txt" "$work"

mkdir -p "$data/config" "$data/seeds"
for file in danvan.toml glossary.toml; do
    [ -e "$data/config/$file" ] || cp "$source/config/$file" "$data/config/$file"
done
if [ -z "$(ls -A "$data/seeds")" ]; then
    cp -R "$source/seeds/." "$data/seeds"
fi
echo "installed: (cd $data && $program/bin/danvan ask '…')"
