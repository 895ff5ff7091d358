"""Connects this process to an editor's Python debugger, then runs what follows as `python` would.

Used as: python debugpy-connect.py PORT SCRIPT|-m MODULE [ARGS...]

The native debugger starts it, so that one process has both debuggers from its first line on. Written by
pyxdbg launch-config, which writes it anew.
"""

import os
import runpy
import socket
import sys
import time

# The editor starts its adapter and the native debugger at the same time.
WAIT_SECONDS = 30


def wait_for_listener(port):
    """Waits until somebody listens, without connecting: the adapter would take that for the program."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            # Elsewhere than on Windows the option lets a server bind that was there a moment ago, but none that is.
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
        except OSError:
            return
        finally:
            probe.close()
        time.sleep(0.1)
    raise SystemExit(f"pyxdbg: no Python debugger listens at 127.0.0.1:{port}")


def main():
    """Connects, waits until the editor has set its breakpoints, and runs."""
    port = int(sys.argv[1])
    try:
        import debugpy
    except ImportError:
        cure = f"{sys.executable} -m pip install debugpy"
        raise SystemExit(f"pyxdbg: debugpy is not installed here; type: {cure}") from None
    wait_for_listener(port)
    debugpy.connect(("127.0.0.1", port))
    debugpy.wait_for_client()
    if sys.argv[2] == "-m":
        sys.argv = sys.argv[3:]
        # As `python -m` has it.
        sys.path[0] = os.getcwd()
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = sys.argv[2:]
        sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
        runpy.run_path(sys.argv[0], run_name="__main__")


main()
