"""Where a block of statements can go into a setup.py so that it runs first.

Reads the block from standard input and the path of the file from the command
line; prints one line of JSON: {"offset": bytes from the beginning of the file}
or {"line": number, "problem": text, "python": "Python X.Y"}. The file is parsed
and never run. Works on Python 2.7 and 3.
"""

from __future__ import print_function

import ast
import io
import json
import sys
import tokenize

BOM = b"\xef\xbb\xbf"
LAYOUT = ("COMMENT", "NL", "ENCODING", "INDENT", "DEDENT")


def logical_lines(data):
    """First and last row of each, counted from 1."""
    if sys.version_info[0] == 2:
        tokens = tokenize.generate_tokens(io.BytesIO(data).readline)
    else:
        tokens = tokenize.tokenize(io.BytesIO(data).readline)
    first = last = None
    for token in tokens:
        kind = tokenize.tok_name[token[0]]
        if kind in ("NEWLINE", "ENDMARKER"):
            if first is not None:
                yield first, last
            first = None
        elif kind not in LAYOUT:
            first = first or token[2][0]
            last = token[3][0]


def rows_before(data, module):
    """How many rows come before the first statement that may be ours."""
    head = None
    for at, node in enumerate(module.body):
        is_docstring = at == 0 and ast.get_docstring(module, clean=False) is not None
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not is_docstring and not is_future:
            break
        head = node.lineno
    for first, last in logical_lines(data):
        if head is None:
            return first - 1
        # Old Pythons count a string of several lines from its last one.
        if last >= head:
            return last
    return 0


def place(data, block):
    """The offset; raises SyntaxError where there is none."""
    before = ast.parse(data)
    rows = data.split(b"\n")[: rows_before(data, before)]
    offset = min(len(data), sum(len(row) + 1 for row in rows))
    if offset == 0 and data.startswith(BOM):
        offset = len(BOM)
    # What is left when the block is taken out again must be what was there.
    changed = data[:offset] + b"\n" + block + data[offset:]
    after = ast.parse(changed)
    compile(changed, "setup.py", "exec", 0, True)
    added = [ast.dump(node) for node in ast.parse(block).body]
    nodes = [ast.dump(node) for node in after.body]
    start = next(
        (at for at in range(len(nodes)) if nodes[at : at + len(added)] == added), None
    )
    if start is None:
        raise SyntaxError("the block would not stand alone")
    del nodes[start : start + len(added)]
    if nodes != [ast.dump(node) for node in before.body]:
        raise SyntaxError("the block would change what the rest means")
    if ast.get_docstring(after) != ast.get_docstring(before):
        raise SyntaxError("the block would hide the docstring")
    return offset


def main():
    with io.open(sys.argv[1], "rb") as file:
        data = file.read()
    block = getattr(sys.stdin, "buffer", sys.stdin).read()
    try:
        answer = {"offset": place(data, block)}
    except SyntaxError as error:
        answer = {"line": error.lineno or 1, "problem": error.msg}
    except (tokenize.TokenError, ValueError, TypeError, RuntimeError) as error:
        # Not to be cut into tokens, NUL bytes, an unknown encoding, nested too deeply.
        answer = {"line": 1, "problem": str(error)}
    answer["python"] = "Python %d.%d" % sys.version_info[:2]
    print(json.dumps(answer))


main()
