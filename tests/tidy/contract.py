"""The contract is documented, and what it documents exists."""

import re

from source import Finding

RPC = re.compile(r"^\s*rpc\s+(\w+)\(")
REASON = re.compile(r"^\s*ERROR_REASON_(\w+)\s*=")
CODES = ("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
         "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
         "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED")
SHOUTED = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


def _protos(files):
    return [file for file in files if file.path.startswith("proto/clarion/") and file.suffix == ".proto"]


def _comment_above(lines, index):
    """The comment lines right above line `index`, joined."""
    first = index
    while first > 0 and lines[first - 1].lstrip().startswith("//"):
        first -= 1
    return " ".join(line.strip().lstrip("/ ") for line in lines[first:index])


def check_reasons(files):
    """Each reason says which canonical code it travels with, so the file is the error reference."""
    for file in _protos(files):
        for index, line in enumerate(file.lines):
            match = REASON.match(line)
            if not match or match[1] == "UNSPECIFIED":
                continue
            if not _comment_above(file.lines, index).startswith(tuple(code + "." for code in CODES)):
                yield Finding(file.path, index + 1, f"{match[1]}: the comment begins with its canonical code")


def check_refusals_exist(files):
    """What an RPC says it is refused as is a reason of errors.proto."""
    protos = _protos(files)
    reasons = {match[1] for file in protos for line in file.lines if (match := REASON.match(line))}
    for file in protos:
        for index, line in enumerate(file.lines):
            match = RPC.match(line)
            if not match:
                continue
            comment = _comment_above(file.lines, index)
            if not comment:
                yield Finding(file.path, index + 1, f"{match[1]}: no comment")
            _, _, refusals = comment.partition("Refused as")
            for name in SHOUTED.findall(refusals.split(".")[0]):
                if name not in reasons and name not in CODES:
                    yield Finding(file.path, index + 1, f"{match[1]}: {name} is no reason of errors.proto")


def check_every_rpc_is_tested(files):
    """Each RPC is called by its name in some test."""
    tests = "\n".join(file.text for file in files
                      if file.path.startswith("tests/") and not file.path.startswith("tests/tidy/")
                      and file.suffix in (".cc", ".h", ".py"))
    for file in _protos(files):
        for index, line in enumerate(file.lines):
            match = RPC.match(line)
            if match and not re.search(rf"\b{match[1]}\b", tests):
                yield Finding(file.path, index + 1, f"{match[1]}: no test calls it")
