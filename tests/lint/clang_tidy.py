#!/usr/bin/env python3
"""clang-tidy over source files, remembering what was clean.

    tests/lint/clang_tidy.py BUILD [FOLDER...] (--all | --since COMMIT) [--jobs N]

--since takes the sources that differ from COMMIT or read what differs; FOLDER, such as
services/store, only those of that folder. What was found clean is kept under BUILD by the hash of everything read: the file, its headers,
the configuration; so a second run costs nothing. Ends with 1 when something is found.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OURS = ("services/", "clients/", "tests/")
JOINED = "/Unity/unity_"  # several files of a library or program, compiled and examined together


def relative(path, folder):
    return os.path.relpath(os.path.join(folder, path), ROOT)


def read_dependencies(build):
    """Source -> files of this project that it reads, as ninja knows them from the last build."""
    listed = subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True).stdout
    dependencies = {}
    for block in listed.split("\n\n"):
        read = [relative(line.strip(), build) for line in block.splitlines()[1:]]
        if read:
            dependencies[read[0]] = sorted(name for name in set(read) if not name.startswith("../"))
    return dependencies


def changed_since(commit):
    listed = subprocess.run(["git", "diff", "--name-only", "--diff-filter=d", commit],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    untracked = subprocess.run(["git", "ls-files", "--others", "--exclude-standard"],
                               cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return set(listed) | set(untracked)


def folder_of(name, build):
    """The folder a source stands in; a joined file stands in that of its target."""
    return os.path.dirname(os.path.relpath(ROOT / name, build) if JOINED in name else name) + "/"


def choose(sources, dependencies, arguments):
    if arguments.folders:
        wanted = tuple(folder.rstrip("/") + "/" for folder in arguments.folders)
        sources = [name for name in sources if folder_of(name, arguments.build).startswith(wanted)]
    if arguments.all:
        return sources
    changed = changed_since(arguments.since)
    if ".clang-tidy" in changed:
        return sources
    return [name for name in sources if name in changed or changed.intersection(dependencies.get(name, ()))]


def fingerprint(name, read):
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for path in [name, *read]:
        try:
            digest.update(path.encode() + b"\0" + (ROOT / path).read_bytes())
        except FileNotFoundError:
            digest.update(path.encode() + b"\0gone")
    return digest.hexdigest()


def examine(build, name, stamp):
    """What clang-tidy says of one file; None when it was or is clean."""
    if stamp.exists():
        return None
    # A joined file includes sources by its nature.
    checks = ["--checks=-bugprone-suspicious-include"] if JOINED in name else []
    done = subprocess.run(["clang-tidy-14", "-p", build, "--quiet", *checks, name], cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()
        return None
    return done.stdout + "".join(line + "\n" for line in done.stderr.splitlines() if "error" in line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true")
    which.add_argument("--since")
    arguments = parser.parse_intermixed_args()

    build = arguments.build
    commands = json.loads(pathlib.Path(build, "compile_commands.json").read_text())
    sources = sorted({name for entry in commands
                      if (name := relative(entry["file"], entry["directory"])).startswith(OURS)
                      or JOINED in name})
    dependencies = read_dependencies(build)
    chosen = choose(sources, dependencies, arguments)
    clean = pathlib.Path(build, "clang-tidy")
    found = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        tasks = [pool.submit(examine, build, name, clean / fingerprint(name, dependencies.get(name, ())))
                 for name in chosen]
        for task in concurrent.futures.as_completed(tasks):
            if (text := task.result()) is not None:
                print(text.replace(f"{ROOT}/", ""), end="")
                found += 1
    print(f"clang-tidy: {len(chosen)} of {len(sources)} files examined, {found} with findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
