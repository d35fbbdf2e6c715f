#!/usr/bin/env python3
"""A flame graph of one process, from what `perf` recorded.

    perf record -F 499 -g -p PID -o perf.data -- sleep 20
    tests/load/report/flame.py perf.data PID 'clarion-incident at saturation' registration.svg

Callers below, what they call above; the width is the share of samples. Frames below half a percent
are left out, and so is what has no symbol. The colour tells the library.
"""

import collections
import html
import re
import subprocess
import sys

WIDTH = 1180
ROW = 17
LEAST = 0.005  # share of the samples
LETTER = 6.3   # pixels, about, of one letter at this size
COLOURS = [("clarion", "#e8743b"), ("grpc|gpr", "#5b8def"), ("protobuf", "#8fbf5f"), ("kernel|vdso", "#b0b4ba"),
           ("libc|ld-linux|libstdc", "#e3c34b"), ("crypto|ssl", "#b58ad6"), ("absl", "#6fc3c3")]


def frames(perf_data, pid):
    """One list of (symbol, library) for each sample, outermost first."""
    text = subprocess.run(["perf", "script", "-i", perf_data, "--pid", pid, "-F", "ip,sym,dso"],
                          capture_output=True, text=True, check=True).stdout
    for block in text.split("\n\n"):
        stack = []
        for line in block.splitlines():
            match = re.match(r"\s*[0-9a-f]+ (.*) \(([^()]*)\)$", line)
            if match and match[1] != "[unknown]":
                stack.append((shorten(match[1]), match[2].rsplit("/", 1)[-1]))
        if stack:
            yield stack[::-1]


def shorten(symbol):
    symbol = re.sub(r"std::__cxx11::basic_string<[^<>]*(<[^<>]*>[^<>]*)*>", "string", symbol)
    symbol = re.sub(r"absl::debian\d+::", "absl::", symbol)
    while (shorter := re.sub(r"<[^<>]*>|\([^()]*\)", "", symbol)) != symbol:
        symbol = shorter
    return symbol.strip() or "?"


class Node:
    def __init__(self):
        self.count = 0
        self.below = collections.defaultdict(Node)


def colour(library):
    return next((c for pattern, c in COLOURS if re.search(pattern, library)), "#d0d0d0")


def draw(node, x, depth, scale, least, out):
    """Boxes of all that `node` calls; returns how deep it goes."""
    deepest = depth
    for (symbol, library), below in sorted(node.below.items()):
        if below.count < least:
            continue
        width = below.count * scale
        letters = int(width / LETTER) - 1
        label = html.escape(symbol.replace("clarion::", "")[:letters]) if letters > 2 else ""
        share = f"{html.escape(symbol)} ({html.escape(library)}): {below.count * scale / WIDTH:.1%}"
        out.append((depth, f'<g><title>{share}</title><rect x="{x:.1f}" y="Y" width="{width:.1f}" height="{ROW - 1}" '
                           f'fill="{colour(library)}"/><text x="{x + 3:.1f}" y="T">{label}</text></g>'))
        deepest = max(deepest, draw(below, x, depth + 1, scale, least, out))
        x += width
    return deepest


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    perf_data, pid, title, target = sys.argv[1:]
    root = Node()
    for stack in frames(perf_data, pid):
        root.count += 1
        node = root
        for frame in stack:
            node = node.below[frame]
            node.count += 1
    if root.count == 0:
        sys.exit(f"{perf_data} holds no samples of process {pid}")
    boxes = []
    depth = draw(root, 0, 0, WIDTH / root.count, LEAST * root.count, boxes)
    height = (depth + 3) * ROW
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="11">',
             f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
             f'<text x="6" y="16" font-size="14">{html.escape(title)}</text>']
    x = WIDTH - 78 * len(COLOURS)
    for pattern, fill in COLOURS:
        lines.append(f'<rect x="{x}" y="6" width="11" height="11" fill="{fill}"/>'
                     f'<text x="{x + 15}" y="15">{html.escape(pattern.split("|")[0])}</text>')
        x += 78
    for level, box in boxes:
        y = height - (level + 1) * ROW
        lines.append(box.replace('y="Y"', f'y="{y}"').replace('y="T"', f'y="{y + 12}"'))
    lines.append("</svg>\n")
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


if __name__ == "__main__":
    main()
