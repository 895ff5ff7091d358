"""Sourced by gdb: defines pyxdbg-report (JSON into a file) and pyxdbg-bt (text)."""

import json
import os
import sys

import gdb

_HERE = os.path.dirname(os.path.abspath(__file__))
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)

from pyxdbg_walker.document import document  # noqa: E402
from pyxdbg_walker.gdb_side import GdbSide  # noqa: E402
from pyxdbg_walker.limits import Limits  # noqa: E402


def _folders(options):
    own = [(os.path.join(_HERE, "layouts"), "table")]
    return ([(options["tables"], "probe")] if options.get("tables") else []) + own


class PyxdbgReport(gdb.Command):
    """pyxdbg-report {JSON}: write the merged traceback to the file that the option `output` names."""

    def __init__(self):
        super().__init__("pyxdbg-report", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        options = json.loads(argument)
        selected = gdb.selected_thread()
        if selected is None:
            raise gdb.GdbError("there is no process to look at")
        report = document(GdbSide(), Limits(options.get("limits")), _folders(options), options.get("signal"))
        if selected.is_valid():
            selected.switch()
        partial = options["output"] + ".part"
        with open(partial, "w") as file:
            json.dump(report, file)
        os.replace(partial, options["output"])


PyxdbgReport()
