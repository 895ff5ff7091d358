"""Names of C++ functions as both debuggers shall show them: without parameters and return type."""

import re

# What may follow the parameters: qualifiers of a member function, and the compiler's notes on a copy of its own.
PARAMETERS_END = re.compile(r"\)(?: const| volatile| &{1,2}| noexcept| \[clone [^\]]*\])*$")


def plain_name(name):
    """`work` of `::work(int)`, `max<int>` of `int max<int>(int, int)`; names of C are as they were."""
    if not name:
        return name
    if name.startswith("::"):
        name = name[2:]
    end = PARAMETERS_END.search(name)
    if end is None:
        return name
    depth = 0
    for at in range(end.start(), -1, -1):
        if name[at] == ")":
            depth += 1
        elif name[at] == "(":
            depth -= 1
            if depth == 0:
                before = name[:at].rstrip()
                # `operator()` alone, and `(anonymous namespace)`, are names.
                return name if not before or before.endswith("operator") else _without_type(before)
    return name


def _without_type(name):
    """Only names of templates come with what the function returns, before the last blank outside of brackets."""
    depth, start = 0, 0
    for at, letter in enumerate(name):
        if depth == 0 and name.startswith("operator", at):
            # What follows is the operator's own: blanks, angle brackets.
            break
        if letter in "<({":
            depth += 1
        elif letter in ">)}":
            depth -= 1
        elif letter == " " and depth == 0:
            start = at + 1
    return name[start:]
