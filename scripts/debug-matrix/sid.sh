#!/bin/sh
# Makes a chroot of Debian sid for scripts/debug-matrix.ts, with the newest CPythons, gdb and lldb, in .cache/sid, from
# the mirror that this machine's apt uses; and a free-threaded CPython from Debian's source. Needs root, mmdebstrap,
# and 1.5 GB. What is made stays; a second run adds what is missing.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
chroot=$root/.cache/sid
# The Release file of an older snapshot is past its date; its signature is checked all the same.
late='Acquire::Check-Valid-Until "false"'

if [ ! -d "$chroot" ]; then
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sort -u | head -n 1)
  mmdebstrap --mode=root --variant=apt --aptopt="$late" \
    --include=python3.13-dbg,python3.13-dev,python3.14-dbg,python3.14-dev,python3.15-dbg,python3.15-dev,gdb,lldb,gcc,g++,make,libc6-dbg,binutils,dpkg-dev,libffi-dev,libssl-dev,zlib1g-dev \
    sid "$chroot.partial" "deb $mirror sid main" "deb-src $mirror sid main"
  mv "$chroot.partial" "$chroot"
fi

# A mirror may have dropped the source of the newest version, and keep that of the one before.
inner=$(mktemp "$chroot/tmp/free-threaded.XXXXXX")
trap 'rm -f "$inner"' EXIT
cat > "$inner" <<'INNER'
set -eu
export LC_ALL=C
for version in 3.13 3.14; do
  prefix=/opt/python${version}t
  [ -x "$prefix/bin/python${version}t" ] && continue
  mkdir -p "/opt/src/$version"
  cd "/opt/src/$version"
  for release in $(apt-cache showsrc "python$version" | awk '/^Version/ {print $2}' | sort -urV); do
    [ -d src ] || { apt-get source -q --download-only "python$version=$release" && dpkg-source --no-check -x ./*.dsc src; } || true
  done
  [ -d src ] || { echo "there is no source of python$version" >&2; continue; }
  mkdir -p build
  cd build
  CFLAGS=-g ../src/configure --disable-gil --prefix="$prefix" --without-ensurepip > configure.log
  make -j2 > make.log 2>&1
  make install > install.log 2>&1
  cp python-gdb.py "$prefix/bin/python${version}t-gdb.py"
done
INNER
# In a name space of mounts of its own, so that nothing stays mounted below the chroot.
unshare -m sh -c 'mount --bind /proc "$1/proc" && mount --bind /dev "$1/dev" && exec chroot "$1" sh "$2"' sh "$chroot" "${inner#"$chroot"}"
