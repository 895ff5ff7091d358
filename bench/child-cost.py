"""Runs one command, and writes what it cost as one line of JSON to the file named first.

Usage: child-cost.py RESULT COMMAND [ARGUMENT...]. Python, because its os.wait4 gives the processor time of one child
in microseconds, where /usr/bin/time rounds to 10 ms and Node gives none. The output of the command goes
into a temporary file, as in a CI job.
"""

import json
import os
import sys
import tempfile
import time

result, command = sys.argv[1], sys.argv[2:]
started = time.monotonic()
with tempfile.TemporaryFile() as output, open(os.devnull, "rb") as nothing:
    child = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, file.fileno(), fd) for fd, file in enumerate((nothing, output, output))],
    )
    _, status, usage = os.wait4(child, 0)
cost = {
    "status": os.waitstatus_to_exitcode(status),
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    "wallSeconds": time.monotonic() - started,
    "maxRssKib": usage.ru_maxrss,
}
with open(result, "w", encoding="utf-8") as file:
    json.dump(cost, file)
