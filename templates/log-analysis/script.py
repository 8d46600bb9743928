"""What a log file says: lines per level, the errors that come most often, a timeline."""

import csv
import io
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Literal

import runlet

LINE = r"^(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)\S*\s+\[?(?P<level>[A-Z]+)\]?\s+(?P<message>.*)$"
CUT = {"day": 10, "hour": 13, "minute": 16}
BAD = {"ERROR", "CRITICAL", "FATAL"}


def main(log: Path, top: int = 5, every: Literal["minute", "hour", "day"] = "hour", pattern: str = LINE) -> dict:
    """Counts levels, groups errors that differ only in numbers, and draws a timeline.

    Args:
        log: text file with one entry per line; lines that do not fit belong to the entry before them
        top: how many groups of errors to show
        every: width of one step of the timeline
        pattern: regular expression with the groups time, level and message
    """
    entries, continued = parse(log, re.compile(pattern))
    if not entries:
        raise SystemExit(f"No line of {log.name} fits the pattern; give another `pattern`.")
    levels = Counter(entry["level"] for entry in entries)
    errors = group(entry for entry in entries if entry["level"] in BAD)
    timeline = steps(entries, CUT[every])
    show(levels, errors[:top], timeline)
    runlet.artifact("timeline.csv", as_csv(timeline))
    return {
        "lines": len(entries) + continued,
        "entries": len(entries),
        "levels": dict(levels.most_common()),
        "topErrors": errors[:top],
        "timeline": timeline,
    }


def parse(log: Path, pattern: re.Pattern[str]) -> tuple[list[dict[str, str]], int]:
    """The entries, and the number of lines that only continue one, as those of tracebacks do."""
    entries, continued = [], 0
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            found = pattern.match(line.rstrip("\n"))
            if found:
                entries.append(found.groupdict())
            else:
                continued += 1
    return entries, continued


def group(errors) -> list[dict]:
    """Errors whose messages differ only in numbers, addresses and quoted names are one; most frequent first."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for error in errors:
        shape = re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", error["message"])
        shape = re.sub(r"\b0x[0-9a-f]+\b|\d+(?:\.\d+)*", "#", shape)
        groups[shape].append(error)
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"count": len(seen), "message": shape, "first": seen[0]["time"], "last": seen[-1]["time"]} for shape, seen in ranked]


def steps(entries: list[dict[str, str]], cut: int) -> list[dict]:
    """Per step of time: all entries, and the errors among them."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        step = counts[entry["time"][:cut].replace("T", " ")]
        step[0] += 1
        step[1] += entry["level"] in BAD
    return [{"time": time, "entries": total, "errors": bad} for time, (total, bad) in sorted(counts.items())]


def show(levels: Counter[str], errors: list[dict], timeline: list[dict]) -> None:
    """The report as people read it in the log of the run."""
    print("levels:  ", "  ".join(f"{level} {count}" for level, count in levels.most_common()))
    for error in errors:
        print(f"{error['count']:5} x {error['message']}")
    most = max(step["entries"] for step in timeline)
    for step in timeline:
        print(f"{step['time']}  {'█' * round(40 * step['entries'] / most):40} {step['entries']} ({step['errors']} errors)")


def as_csv(rows: list[dict]) -> str:
    """The rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
