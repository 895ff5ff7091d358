"""The document in its file, whole or not at all."""

import json
import os


def write_report(found, path):
    partial = path + ".part"
    with open(partial, "w") as file:
        json.dump(found, file)
    os.replace(partial, path)
