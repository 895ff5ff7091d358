"""Sourced by gdb before it opens anything: runs the commands on its standard input, one a line, until that ends.

So gdb starts while what it is to be told is still being found out. A command that this gdb does not know is passed over.
"""

import sys

import gdb

for _line in sys.stdin:
    try:
        gdb.execute(_line.rstrip("\n"), to_string=True)
    except gdb.error:
        pass
