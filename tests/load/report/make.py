#!/usr/bin/env python3
"""make.py load.json... report.html: the report of a run as one page that needs nothing beside it.

A run taken in pieces (--only, --sizes) is put together from their files.

First what was asked and what came of it, a bar for each; then the curves; then every figure. What is
not reached is said in so many words.
"""

import html
import json
import pathlib
import statistics
import sys

import plots
from words import chinese

SIGNS = {"ratio_at_least": "≥ {}×", "ratio_at_most": "≤ {}×", "more_at_most": "≤ +{}", "at_most": "≤ {}",
         "at_least": "≥ {}"}
GOALS = {"start-up": 2, "list, first page, p50": 5, "snapshot of one region": 500,
         "deadline lateness, p99": 5}
# How far the bars reach: from a quarter of what is asked to four times.
SPAN = 4


def short(value):
    """Three digits that matter."""
    if value is None:
        return "–"
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 1e6:
        return f"{value / 1e6:.2f} M"
    if size >= 1e4:
        return f"{value / 1e3:.1f} k"
    return f"{value:.{0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3}f}"


def asked(figure, key):
    limit = figure.get(key)
    return "" if limit is None else SIGNS[figure["judged"]].format(short(limit))


def verdict(figure):
    if not figure.get("meets_gate", True):
        return "missed", "gate missed 未过线"
    if figure["meets_goal"]:
        return "reached", "reached 达到"
    return "short", "short of the goal 未达目标"


def share_of_goal(figure, value):
    """1 is the goal, more is worse; None where no such share says anything."""
    goal = figure["goal"]
    if value is None or goal <= 0 or value < 0:
        return 0.0 if value is not None and value < 0 else None
    return goal / value if figure["judged"].endswith("at_least") and value > 0 else value / goal


def bar(figure):
    def place(share):
        return 100 * min(max(share, 0), SPAN) / SPAN

    share = share_of_goal(figure, figure["median"])
    if share is None:
        return ""
    parts = [f'<i class="{verdict(figure)[0]}" style="width:{place(share):.1f}%"></i>',
             f'<b class="goal" style="left:{place(1):.1f}%"></b>']
    gate = share_of_goal(figure, figure.get("gate"))
    if gate:
        parts.append(f'<b class="gate" style="left:{place(gate):.1f}%"></b>')
    return f'<div class="bar">{"".join(parts)}</div>'


def name_cell(name):
    zh = chinese(name)
    indent = " class=indent" if name.startswith(" ") else ""
    return f"<td{indent}>{html.escape(name.strip())}" + (f"<small>{html.escape(zh)}</small></td>" if zh else "</td>")


def beside(figure):
    if not figure["floor"]:
        return ""
    ratio = statistics.median(a / b for a, b in zip(figure["product"], figure["floor"]) if b) \
        if any(figure["floor"]) else None
    return "" if ratio is None else f"{short(ratio)}×"


def goal_rows(report):
    rows = []
    for figure in (f for f in report["figures"] if f["judged"] != "shown"):
        style, words = verdict(figure)
        floor = short(statistics.median(figure["floor"])) if figure["floor"] else ""
        rows.append(f"<tr>{name_cell(figure['name'])}<td class=n>{floor}</td>"
                    f"<td class=n>{short(statistics.median(figure['product']))} {figure['unit']}</td>"
                    f"<td class=n>{beside(figure)}</td><td class=n>{asked(figure, 'goal')}</td>"
                    f"<td>{bar(figure)}</td><td class={style}>{words}</td></tr>")
    return "\n".join(rows)


def figure_rows(report):
    rows = []
    for figure in report["figures"]:
        def rounds(values):
            return " · ".join(short(value) for value in values)

        rows.append(f"<tr>{name_cell(figure['name'])}<td>{figure['unit']}</td>"
                    f"<td class=n>{rounds(figure['floor'])}</td><td class=n>{rounds(figure['product'])}</td>"
                    f"<td class=n>{beside(figure)}</td><td class=n>{asked(figure, 'goal')}</td>"
                    f"<td class=n>{asked(figure, 'gate')}</td></tr>")
    return "\n".join(rows)


def plain_rows(values):
    return "\n".join(f"<tr>{name_cell(name)}<td class=n>{short(value)}</td></tr>" for name, value in values.items())


def not_reached(report):
    missing = [f for f in report["figures"] if f["judged"] != "shown" and not f["meets_goal"]]
    if not missing:
        return "<p class=reached>Every goal is reached. 各项目标均已达到。</p>"
    items = "".join(f"<li>{html.escape(f['name'].strip())} <small>{html.escape(chinese(f['name']))}</small>: "
                    f"{short(f['median'])}{'×' if f['judged'].startswith('ratio') else ' ' + f['unit']}, "
                    f"goal 目标 {asked(f, 'goal')}</li>" for f in missing)
    return (f"<ul>{items}</ul><p>Where the time goes, and why, is in <code>docs/performance.md</code>. "
            "时间花在何处及原因,见 <code>docs/performance.md</code>。</p>")


def figure_html(title, svg):
    zh = chinese(title)
    caption = html.escape(title) + (f" <small>{html.escape(zh)}</small>" if zh else "")
    return f"<figure><figcaption>{caption}</figcaption>{svg}</figure>"


def by_name(report, x):
    grouped = {}
    for curve in report["curves"]:
        if curve["x"] == x and curve["points"]:
            grouped.setdefault(curve["name"], []).append(curve)
    return grouped


def cpu_plot(report):
    def of(name, side):
        for figure in report["figures"]:
            if figure["name"].strip() == name and figure[side]:
                return statistics.median(figure[side])
        return 0.0

    if not of("CPU each, service", "product"):
        return ""
    rows = [{"name": name, "service": of("CPU each, service", side), "redis": of("CPU each, Redis", side)}
            for name, side in (("floor", "floor"), ("Clarion", "product"))]
    return figure_html("CPU each, service and Redis", plots.cpu(rows))


def latency_plots(report):
    names = ("registration, open loop", "register to last watcher", "the same while one does not read",
             "deadline lateness")
    grouped = {name.strip(): curves for name, curves in by_name(report, "share").items()}
    wanted = [name for name in names if name in grouped]
    for prefix in ("registration, ", "deadline lateness, "):  # at the largest size alone
        wanted += [name for name in grouped if name.startswith(prefix) and name.endswith(" open")][-1:]
    floors = {"the same while one does not read": "undisturbed 无停读"}
    return "\n".join(figure_html(name, plots.latency(grouped[name], floors.get(name, "floor 底线")))
                     for name in wanted)


def growth_plots(report):
    return "\n".join(figure_html(name, plots.growth(curves, GOALS.get(name)))
                     for name, curves in by_name(report, "open incidents").items()
                     if any(len(curve["points"]) > 1 for curve in curves))


def at_once_plot(report):
    curves = by_name(report, "ms after due").get("due at once")
    return figure_html("due at once", plots.at_once(curves)) if curves else ""


def together(pieces):
    """One report of several; a curve by open incidents goes on from piece to piece."""
    report = pieces[0]
    for piece in pieces[1:]:
        report["figures"] += piece["figures"]
        report["seconds"] += piece["seconds"]
        report["at"] = max(report["at"], piece["at"])
        for name, value in piece["counts"].items():
            report["counts"][name] = report["counts"].get(name, 0) + value
        report["facts"].update(piece["facts"])
        for curve in piece["curves"]:
            same = [c for c in report["curves"] if curve["x"] == "open incidents" and
                    (c["name"], c["side"]) == (curve["name"], curve["side"])]
            if same:
                same[0]["points"] = sorted(same[0]["points"] + curve["points"])
            else:
                report["curves"].append(curve)
    return report


def section(title, body):
    return f"<section><h2>{title}</h2>{body}</section>" if body.strip() else ""


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    report = together([json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in arguments[:-1]])
    page = (pathlib.Path(__file__).parent / "page.html").read_text(encoding="utf-8")
    judged = [f for f in report["figures"] if f["judged"] != "shown"]
    parts = {
        "profile": report["profile"], "at": report["at"], "cpu": html.escape(report["cpu"]),
        "cpus": str(report["cpus"]), "seconds": f"{report['seconds']:.0f}",
        "goals": str(len(judged)), "reached": str(sum(f["meets_goal"] for f in judged)),
        "faults": str(sum(1 for value in report["counts"].values() if value)), "counted": str(len(report["counts"])),
        "missed": str(sum(not f.get("meets_gate", True) for f in judged)),
        "goal_rows": goal_rows(report), "not_reached": not_reached(report),
        "latency": section("Latency 时延", f"<div class=plots>{latency_plots(report)}</div>"
                           if latency_plots(report) else ""),
        "work": section("Work 做功", f"<div class=plots>{cpu_plot(report)}{at_once_plot(report)}</div>"
                        if cpu_plot(report) + at_once_plot(report) else ""),
        "growth": section("Growth 增长", f"<div class=plots>{growth_plots(report)}</div>"
                          if growth_plots(report) else ""),
        "figure_rows": figure_rows(report), "count_rows": plain_rows(report["counts"]),
        "fact_rows": plain_rows(report["facts"]),
    }
    for name, text in parts.items():
        page = page.replace("{{" + name + "}}", text)
    pathlib.Path(arguments[-1]).write_text(page, encoding="utf-8")
    print(arguments[-1])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
