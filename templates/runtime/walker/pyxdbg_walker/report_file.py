"""The document in its file, whole or not at all."""

import json
import os


def write_report(found, path):
    partial = path + ".part"
    with open(partial, "w") as file:
        # Not by dump(), which encodes in Python, ten times slower.
        file.write(json.dumps(found))
    os.replace(partial, path)
