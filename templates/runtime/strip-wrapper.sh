#!/bin/sh
# pyxdbg's stand-in for strip: records the call, and leaves the binary as it is. Asked what it is, the real one answers.
real=@REAL@
record=@RECORD@
case $1 in
  -V | --version | -h | --help) exec "$real" "$@" ;;
esac
{
  printf '%s\037%s' "${0##*/}" "$PWD"
  for word do printf '\037%s' "$word"; done
  printf '\036'
} >>"$record/$$"
# `strip -o OUT IN` is asked for a file.
out=
in=
while [ $# -gt 0 ]; do
  case $1 in
    -o) out=$2; shift ;;
    -*) ;;
    *) in=$1 ;;
  esac
  shift
done
if [ -n "$out" ] && [ -n "$in" ]; then exec cp -p "$in" "$out"; fi
exit 0
