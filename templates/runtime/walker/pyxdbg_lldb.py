"""Imported by lldb (`command script import`): defines pyxdbg-report (JSON into a file) and pyxdbg-bt (text)."""

import json
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)

from pyxdbg_walker.document import document  # noqa: E402
from pyxdbg_walker.layouts import table_folders  # noqa: E402
from pyxdbg_walker.limits import Limits  # noqa: E402
from pyxdbg_walker.lldb_side import LldbSide  # noqa: E402
from pyxdbg_walker.prober import prober  # noqa: E402
from pyxdbg_walker.report_file import write_report  # noqa: E402
from pyxdbg_walker.text import text_of  # noqa: E402

# The command that makes tables for a Python that none of ours fits.
_prober = []


def set_prober(debugger, argument, result, _):
    """pyxdbg-prober [WORD, ...]: the command that makes tables for a Python that none of ours fits."""
    _prober[:] = json.loads(argument)


def _document(debugger, options):
    limits = Limits(options.get("limits"))
    side = LldbSide(debugger, options.get("core"))
    return document(side, limits, table_folders(_HERE), prober(options.get("prober", _prober), limits), options.get("signal"))


def report(debugger, argument, result, _):
    """pyxdbg-report {JSON}: write the merged traceback to the file that the option `output` names."""
    options = json.loads(argument)
    process = debugger.GetSelectedTarget().GetProcess()
    if not process.IsValid() or process.GetNumThreads() == 0:
        result.SetError("there is no process to look at")
        return
    write_report(_document(debugger, options), options["output"])


def backtrace(debugger, argument, result, _):
    """pyxdbg-bt [all]: C and Python frames, merged, of the selected thread or of all."""
    process = debugger.GetSelectedTarget().GetProcess()
    if not process.IsValid() or process.GetNumThreads() == 0:
        result.SetError("there is no process to look at")
        return
    found = _document(debugger, {})
    # Not by print(), which would end up among the messages of an editor that drives lldb.
    result.AppendMessage(text_of(found, None if "all" in argument.split() else process.GetSelectedThread().GetThreadID()))


def __lldb_init_module(debugger, _):
    debugger.HandleCommand("command script add -f pyxdbg_lldb.set_prober pyxdbg-prober")
    debugger.HandleCommand("command script add -f pyxdbg_lldb.report pyxdbg-report")
    debugger.HandleCommand("command script add -f pyxdbg_lldb.backtrace pyxdbg-bt")
