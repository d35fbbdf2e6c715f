"""What the project promises is shown by a test that exists."""

import re

from source import Finding

PROMISES = "docs/guarantees.md"
NAMED = re.compile(r"`([A-Z]\w*\.[A-Z]\w*)`")
TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", re.MULTILINE)


def check_promises_are_tested(files):
    """A test named in docs/guarantees.md, as `Suite.Name`, is there: a promise whose test was renamed
    or removed is a promise nobody keeps an eye on."""
    tests = {f"{suite}.{name}" for file in files
             if file.path.startswith("tests/") and file.path.endswith("_test.cc")
             for suite, name in TEST.findall(file.text)}
    for file in files:
        if file.path != PROMISES:
            continue
        for number, line in enumerate(file.lines, 1):
            for name in NAMED.findall(line):
                if name not in tests:
                    yield Finding(file.path, number, f"no test is called {name}")
