"""What a file says about itself, and what no file says."""

import re

from source import Finding

# Lines of comment a header opens with; a short header may say it in one.
HEADER_LINES = 2
SHORT_HEADER = 40

# Put together here, so that this file does not find itself.
UNFINISHED = re.compile(
    r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b"
    r"|(?i:not" + r" implemented|un" + r"implemented!|for" + r" now,)|DISABLED" + r"_[A-Z]|GTEST" + r"_SKIP")
MACHINE_PATH = re.compile(r"(?<![\w.$}/])/(?:wo" + r"rk|ho" + r"me|ro" + r"ot|Us" + r"ers)/[\w.]")
REGISTRY = re.compile(r'"resol' + r'ved":|https?://(?:regis' + r"try|deb)\.")
# The one place that waits between two looks.
WAITS = "tests/support/wait_until.h"
SLEEP = re.compile(r"\b(?:sleep_for|sleep_until|usleep|SleepFor)\b")
GENERATED = re.compile(r"\.pb\.(?:h|cc)$|_pb2(?:_grpc)?\.py$|^build/|(?:^|/)node_modules/|(?:^|/)__pycache__/")


def check_header_comment(files):
    """A header opens with what it is, why, threads and failure; a .cc without one does so itself. The
    names of tests are sentences: they say what a test file is about."""
    paths = {file.path for file in files}
    for file in files:
        if not file.is_cpp():
            continue
        count = 0
        for line in file.lines:
            if not line.startswith("//"):
                break
            count += 1
        needed = 1 if len(file.lines) <= SHORT_HEADER else HEADER_LINES
        if file.suffix == ".h" and count < needed:
            yield Finding(file.path, 1, f"opens with {count} lines of comment; a header says what, why, "
                                        f"threads and failure in at least {needed}")
        elif file.path.endswith("_test.cc"):
            continue
        elif file.suffix == ".cc" and count == 0 and file.path[:-3] + ".h" not in paths:
            yield Finding(file.path, 1, "opens without a comment, and no header of that name has one")


def check_words(files):
    for file in files:
        if not file.is_text() or file.path == "LICENSE":
            continue
        for number, line in enumerate(file.lines, 1):
            if UNFINISHED.search(line):
                yield Finding(file.path, number, f"unfinished work belongs in an issue: {line.strip()[:80]}")
            if MACHINE_PATH.search(line):
                yield Finding(file.path, number, f"a path of one machine: {line.strip()[:80]}")
            if REGISTRY.search(line):
                yield Finding(file.path, number, "names the host of a package registry")


def check_tests_do_not_sleep(files):
    """A test waits for the event, with a deadline; a sleep is either too short or too long."""
    for file in files:
        if not file.path.startswith("tests/") or not file.is_cpp() or file.path == WAITS:
            continue
        for number, line in enumerate(file.lines, 1):
            if SLEEP.search(line) and not line.lstrip().startswith("//"):
                yield Finding(file.path, number, "sleeps; wait for the event with a deadline (tests/support)")


def check_nothing_generated(files):
    for file in files:
        if GENERATED.search(file.path):
            yield Finding(file.path, 1, "generated; it belongs into the build folder")
