"""What `pyxdbg run` has each Python of the program do first: be ready for a crash. No code of the user's changes.

Python's site module imports this in place of the user's own sitecustomize, because its folder stands first on
PYTHONPATH; it takes that folder off sys.path and then loads the user's. Only modules that are there by then are used,
so that start-up costs next to nothing.
"""

import sys


def _be_ready():
    import _imp
    import faulthandler
    import os
    from _frozen_importlib import ModuleSpec

    folder = os.environ.get("PYXDBG_RUN_FOLDER")
    if not folder:
        return
    # Python frames of all threads, should no debugger be able to look. It stays open as long as the process runs.
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    log = _out_of_the_way(os, os.open("%s/faulthandler-%d.log" % (folder, os.getpid()), flags, 0o600))
    # The handler comes first: Py_FatalError takes faulthandler's away, and puts back what was there before it.
    was_enabled = faulthandler.is_enabled()
    if was_enabled:
        faulthandler.disable()
    handler = os.environ.get("PYXDBG_CRASH_HANDLER")
    if handler:
        try:
            # Loading is all that is wanted: the library has no init function, which Python then complains about.
            _imp.create_dynamic(ModuleSpec("pyxdbg_crash_handler", None, origin=handler))
        except ImportError:
            pass
    if was_enabled:
        faulthandler.enable()
    else:
        faulthandler.enable(log)
    watchdog = os.environ.get("PYXDBG_WATCHDOG")
    if watchdog:
        # Where no signal can be registered (Windows).
        faulthandler.dump_traceback_later(float(watchdog), file=log)
    number = int(os.environ.get("PYXDBG_DUMP_SIGNAL", "0"))
    if number and hasattr(faulthandler, "register"):
        # Not chained: the default action of the signal would end the process.
        faulthandler.register(number, log, all_threads=True, chain=False)


def _out_of_the_way(os, log):
    # A program that closes all files (daemons do) and opens its own gets the lowest numbers: a crash would write there.
    for number in (1000, 250):
        try:
            os.fstat(number)
        except OSError:
            try:
                os.dup2(log, number, False)
            except OSError:
                continue
            os.close(log)
            return number
    return log


def _load_the_users_own():
    import os.path

    here = os.path.dirname(__file__)
    sys.path[:] = [folder for folder in sys.path if folder != here]
    ours = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if error.name != "sitecustomize":
            raise
    finally:
        # The import that runs this module looks for it there.
        if ours is not None:
            sys.modules.setdefault("sitecustomize", ours)


try:
    _be_ready()
except (FileNotFoundError, PermissionError):
    # It was started when pyxdbg had ended, or as another user: its streams are its own.
    pass
except Exception as error:  # A program must start all the same.
    sys.stderr.write("pyxdbg: this Python is not watched: %r\n" % (error,))
_load_the_users_own()
