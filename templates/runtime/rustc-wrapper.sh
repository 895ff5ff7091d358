#!/bin/sh
# pyxdbg's RUSTC_WRAPPER: cargo calls it with rustc's path and arguments. The last -C of a name wins.
record=@RECORD@
real=$1
shift
{
  printf 'rustc\037%s' "$PWD"
  for word do printf '\037%s' "$word"; done
  printf '\036'
} >>"$record/$$"
case " $* " in
  *" --crate-name ___ "* | *" --print"* | *" -vV "* | *" --version "*) exec "$real" "$@" ;;
esac
exec "$real" "$@" @COMPILE@
