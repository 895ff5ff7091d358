#!/bin/sh
# pyxdbg's stand-in for a compiler: records the call, leaves out what works against a debug build, adds what
# makes one, and runs the real compiler. Plain sh: it is called for every file, and starts in 2 ms.
real=@REAL@
record=@RECORD@
{
  printf '%s\037%s' "${0##*/}" "$PWD"
  for word do printf '\037%s' "$word"; done
  printf '\036'
} >>"$record/$$"
links=1
compiles=
asks=
left=$#
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  left=$((left - 1))
  case $word in
    @DROP@) continue ;;
    -c | -S) links= ;;
    -E | -M | -MM | -fsyntax-only | -### | --version | --help* | -v | -V | -dump* | -print-* | --print-* | -Q) asks=1 ;;
    -x | -) compiles=1 ;;
    -*) ;;
    *.[cCisSm] | *.cc | *.cp | *.cpp | *.cxx | *.c++ | *.CPP | *.ii | *.mi | *.mm | *.mii | *.[fF] | *.[fF]9[05] | *.[fF]0[38] | *.for | *.cu | *.pyx.c) compiles=1 ;;
  esac
  set -- "$@" "$word"
done
if [ -z "$asks" ]; then
  if [ -n "$compiles" ]; then set -- "$@" @COMPILE@; fi
  if [ -n "$links" ]; then set -- "$@" @LINK@; fi
fi
# ccache under the compiler's name looks for the next one of that name on PATH: that must not be this one.
case $PATH in "${0%/*}":*) PATH=${PATH#"${0%/*}":} ;; esac
"$real" "$@"
status=$?
# A project may go on without a file that could not be compiled (setuptools' optional extensions).
if [ "$status" -ne 0 ]; then printf '%s\037%s' "${0##*/}" "$PWD" >>"$record/$$.failed"
  for word do printf '\037%s' "$word"; done >>"$record/$$.failed"
  printf '\036' >>"$record/$$.failed"
fi
exit "$status"
