#!/bin/sh
# Installs the peers that bench/ compares pyxdbg with, at fixed versions, into .cache/bench. Safe to run again.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cache=$root/.cache/bench
mkdir -p "$cache"

[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  abi3audit==0.0.26 auditwheel==6.8.2 pyelftools==0.33 pefile==2024.8.26

# Of their own, since debuggers of Python do not meet the others.
[ -x "$cache/debug-venv/bin/python" ] || python3 -m venv "$cache/debug-venv"
"$cache/debug-venv/bin/python" -m pip install --quiet --disable-pip-version-check pystack==1.7.2 py-spy==0.4.3

CARGO_TARGET_DIR=$cache/target cargo build --quiet --release --locked --manifest-path "$root/bench/goblin/Cargo.toml"
