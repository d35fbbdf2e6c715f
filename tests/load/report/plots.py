"""The plots of the report, each as one SVG; text stays text, so that the page's own font draws it."""

import io
import logging
import re
import warnings

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.ticker import FuncFormatter, NullFormatter  # noqa: E402

logging.getLogger("matplotlib").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Glyph")

INK, FAINT, GRID = "#1f2933", "#6b7785", "#e4e9ee"
SIDES = {"clarion": "#1f6feb", "floor": "#8a95a1", "BullMQ": "#d9730d", "Redis pub/sub": "#2a9d74",
         "incident": "#1f6feb", "timeline": "#d9730d", "spokesperson": "#2a9d74", "broadcast": "#8250df"}
NAMES = {"clarion": "Clarion", "floor": "floor 底线"}
SHARES = [(0.5, "50"), (0.9, "90"), (0.99, "99"), (0.999, "99.9"), (0.9999, "99.99"), (0.99999, "99.999")]

plt.rcParams.update({
    "svg.fonttype": "none", "font.size": 9, "axes.edgecolor": FAINT, "axes.labelcolor": FAINT,
    "xtick.color": FAINT, "ytick.color": FAINT, "axes.grid": True, "grid.color": GRID,
    "axes.axisbelow": True, "axes.spines.top": False, "axes.spines.right": False,
    "legend.frameon": False, "legend.fontsize": 8.5, "lines.linewidth": 1.8,
})


def _number(value, _position=None):
    if value >= 1e6:
        return f"{value / 1e6:g} M"
    if value >= 1e3:
        return f"{value / 1e3:g} k"
    return f"{value:g}"


def _svg(figure):
    """Without what only a file of its own needs, and with identifiers no other plot has."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    plt.close(figure)
    _svg.count = getattr(_svg, "count", 0) + 1
    svg = text.getvalue()[text.getvalue().index("<svg"):]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>p{_svg.count}-", svg)
    svg = re.sub(r"""font: ([^;"]*?)'DejaVu Sans'[^;"]*""", r"font: \1var(--font)", svg)
    return re.sub(r'<svg [^>]*viewBox="([^"]+)"[^>]*>', r'<svg viewBox="\1" role="img">', svg, count=1)


def _axes(width=4.3, height=2.7):
    figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
    return figure, axes


def latency(curves, floor="floor 底线"):
    """Percentiles of one latency, the tail drawn as wide as what comes before it."""
    figure, axes = _axes()
    longest = 0.5
    for curve in curves:
        shares = [1 / (1 - share) for share, _ in curve["points"]]
        values = [max(value, 1e-3) for _, value in curve["points"]]
        if not shares:
            continue
        longest = max(longest, curve["points"][-1][0])
        side = curve["side"]
        axes.plot(shares, values, color=SIDES.get(side, INK), label=floor if side == "floor" else NAMES.get(side, side),
                  linestyle="--" if side == "floor" else "-")
    axes.set_xscale("log")
    seen = [value for curve in curves for _, value in curve["points"]]
    if seen and max(seen) > 10 * max(min(seen), 1e-3):
        axes.set_yscale("log")
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_ylim(bottom=0, top=1.15 * max(seen, default=1))
    ticks = [(share, name) for share, name in SHARES if share <= longest + 1e-9]
    axes.set_xticks([1 / (1 - share) for share, _ in ticks], [f"{name} %" for _, name in ticks])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(FuncFormatter(_number))
    axes.set_ylabel("ms")
    axes.legend(loc="best")
    return _svg(figure)


def growth(curves, goal=None):
    """A figure by the number of open incidents."""
    figure, axes = _axes()
    for curve in curves:
        side = curve["side"]
        axes.plot([x for x, _ in curve["points"]], [y for _, y in curve["points"]], marker="o",
                  markersize=4, color=SIDES.get(side, INK), label=NAMES.get(side, side),
                  linestyle="--" if side == "floor" else "-")
    if goal is not None:
        axes.axhline(goal, color="#1a7f37", linewidth=1, linestyle=":", label="goal 目标")
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_formatter(FuncFormatter(_number))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylabel(curves[0]["unit"])
    axes.set_xlabel("open incidents 未结事件")
    axes.legend(loc="best")
    return _svg(figure)


def at_once(curves):
    """How many of those due at the same instant are done, over time."""
    figure, axes = _axes()
    for curve in curves:
        side = curve["side"]
        axes.plot([x for x, _ in curve["points"]], [y for _, y in curve["points"]],
                  color=SIDES.get(side, INK), label=NAMES.get(side, side))
    axes.axvline(1000, color="#1a7f37", linewidth=1, linestyle=":", label="goal 目标")
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(_number))
    axes.set_xlabel("ms after due 到期后毫秒")
    axes.set_ylabel("committed 已提交")
    axes.legend(loc="lower right")
    return _svg(figure)


def cpu(rows):
    """CPU of one registration, service and Redis apart and together."""
    figure, axes = _axes(height=1.7)
    left = [0.0] * len(rows)
    for part, color in (("service", SIDES["clarion"]), ("redis", SIDES["BullMQ"])):
        values = [row[part] for row in rows]
        axes.barh([row["name"] for row in rows], values, left=left, color=color, height=0.55,
                  label={"service": "service 服务", "redis": "Redis"}[part])
        left = [a + b for a, b in zip(left, values)]
    for index, total in enumerate(left):
        axes.text(total, index, f" {total:.0f}", va="center", color=INK)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("µs")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.35), ncols=2)
    return _svg(figure)
