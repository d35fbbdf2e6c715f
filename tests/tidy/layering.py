"""Includes point downwards only: proto, core, proof, store, server, then the desks side by side.

The core is pure: what is not included cannot be called. One folder alone speaks to Redis.
"""

import re

from source import Finding

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')

# What a folder may include of the others. A desk sees none of its neighbours.
_BELOW_DESKS = {"core", "proof", "store", "server"}
MAY_INCLUDE = {
    "core": set(),
    "proof": {"core"},
    "store": {"core", "proof"},
    "server": {"core", "proof", "store"},
    "admin": _BELOW_DESKS,
    "incident": _BELOW_DESKS,
    "timeline": _BELOW_DESKS,
    "spokesperson": _BELOW_DESKS,
    "broadcast": _BELOW_DESKS,
}

# The core reads no clock, starts no thread, and opens nothing.
IMPURE = {"chrono", "ctime", "thread", "mutex", "shared_mutex", "condition_variable", "future",
          "atomic", "random", "fstream", "iostream", "filesystem", "time.h", "unistd.h"}
CORE_LIBRARIES = ("absl/", "clarion/v1/", "google/protobuf/", "google/rpc/", "services/core/")
CORE_FORBIDDEN = ("absl/synchronization/", "absl/random/", "absl/time/clock.h")

# Debian's Abseil has no log; its Mutex confuses ThreadSanitizer.
NOWHERE = ("absl/log/", "absl/synchronization/")
# Proves a file with the services' own law, and asks no service.
PROVES = "clients/cli/audit.cc"
WHAT_PROVES = ("services/proof/", "services/core/rule_pack.h", "services/server/yaml_proto.h")
# Turns off what Abseil's Mutex looks for inside gRPC; has none of its own.
SETS_MUTEX_UP = "services/server/process.cc"


def check_layering(files):
    for file in files:
        if not file.is_cpp() or not file.path.startswith(("services/", "clients/")):
            continue
        for number, line in enumerate(file.lines, 1):
            match = INCLUDE.match(line)
            if not match or (file.path == SETS_MUTEX_UP and match[2] == "absl/synchronization/mutex.h"):
                continue
            fault = _fault(file.path.split("/"), match[1] == "<", match[2])
            if fault:
                yield Finding(file.path, number, f"{match[2]}: {fault}")


def _fault(place, is_system, header):
    if header.startswith(NOWHERE):
        return "not used in this project; see CONTRIBUTING.md"
    top, folder = place[0], place[1]
    if header.startswith("hiredis/") and folder != "store":
        return "only services/store speaks to Redis"
    if top == "clients":
        proves = "/".join(place) == PROVES and header.startswith(WHAT_PROVES)
        if header.startswith("services/") and not proves:
            return "clients depend on the contract alone"
        return None
    if header.startswith("clients/"):
        return "services do not know their clients"
    if header.startswith("services/"):
        other = header.split("/")[1]
        if other != folder and other not in MAY_INCLUDE.get(folder, set()):
            return f"services/{folder} may not use services/{other}"
    if folder == "core":
        if is_system:
            return "the core is pure" if header in IMPURE else None
        if header.startswith(CORE_FORBIDDEN) or header.endswith(".grpc.pb.h"):
            return "the core is pure"
        if not header.startswith(CORE_LIBRARIES):
            return "the core uses the standard library, Abseil and the contract only"
    return None
