"""Asks pyxdbg for tables of an interpreter that no table at hand fits: it compiles layout-probe.c with its headers."""

import json

# Compiling takes a third of a second.
SECONDS = 40


def no_prober(_):
    """Where pyxdbg is not there, as in a debugger that an editor has started."""
    return {"made": [], "missing": "pyxdbg dump, run and attach make one"}


def prober(command, limits):
    """A function that gives the answer to a request (src/debugging/layout/request.ts); its time is not the walk's."""
    if not command:
        return no_prober

    def ask(request):
        # Only now: it takes longer to load than a table to be proved.
        import subprocess

        with limits.paused():
            try:
                run = subprocess.run(
                    list(command) + [json.dumps(request)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    timeout=SECONDS,
                    check=False,
                )
                answer = json.loads(run.stdout.decode("utf-8"))
                return answer if isinstance(answer, dict) else {}
            except (OSError, ValueError, subprocess.SubprocessError) as error:
                return {"made": [], "missing": "pyxdbg cannot make one (%s)" % error}

    return ask
