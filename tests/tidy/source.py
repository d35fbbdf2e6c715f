"""The files of the project as the rules of tests/tidy see them.

A rule is a function that takes a list of files and yields findings. Files are what git tracks, and
what it would: untracked ones that no .gitignore names.
"""

import dataclasses
import functools
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that is wrong, at `path:line`."""

    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


@dataclasses.dataclass(frozen=True)
class File:
    """One file; `path` is relative to the root of the project."""

    path: str

    @functools.cached_property
    def text(self):
        return (ROOT / self.path).read_text(encoding="utf-8", errors="replace")

    @functools.cached_property
    def lines(self):
        return self.text.splitlines()

    @property
    def suffix(self):
        return pathlib.PurePath(self.path).suffix

    def is_cpp(self):
        return self.suffix in (".h", ".cc")

    def is_script(self):
        """Shell or Python, told by the name or by the first line."""
        if self.suffix in (".sh", ".py"):
            return True
        return self.suffix == "" and self.text.startswith("#!") if self.is_text() else False

    def is_text(self):
        return b"\0" not in (ROOT / self.path).read_bytes()[:8192]


def all_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = sorted(set(filter(None, listed.split("\0"))))
    return [File(path) for path in paths if (ROOT / path).is_file()]
