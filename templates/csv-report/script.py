"""Means per month of one column of a CSV file, with a bar chart as SVG."""

import csv
from collections import defaultdict
from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import Path
from statistics import fmean
from textwrap import shorten

import runlet

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 960, 360, 56, 64, 40
DATES = ["%b %d %Y", "%d %b %Y", "%d.%m.%Y", "%Y/%m/%d", "%m/%d/%Y"]


def main(data: Path, column: str = "temp_max", date_column: str = "date", title: str = "") -> dict:
    """Mean of a column for every month, as a table and as a chart.

    Args:
        data: CSV file with a header, one row per day or per event
        column: column of numbers to average
        date_column: column of dates, such as 2012-01-31 or Jan 31 2012
        title: title of the chart; made from the column when left empty
    """
    rows = read(data, column, date_column)
    months: dict[str, list[float]] = defaultdict(list)
    skipped = 0
    for done, row in enumerate(rows, start=1):
        try:
            month, value = month_of(row[date_column]), float(row[column])
        except (AttributeError, TypeError, ValueError):
            skipped += 1
        else:
            months[month].append(value)
        if done % 200 == 0 or done == len(rows):
            runlet.progress(done / len(rows), f"{done} of {len(rows)} rows")
            print(f"{done} of {len(rows)} rows read")
    means = {month: round(fmean(values), 2) for month, values in sorted(months.items())}
    if not means:
        raise SystemExit(f"No row has a date in {date_column!r} and a number in {column!r}; {skipped} rows were skipped.")
    for month, mean in means.items():
        print(f"{month}  {mean:8.2f}  ({len(months[month])} rows)")
    runlet.artifact("chart.svg", bar_chart(means, title or f"Mean {column} per month"))
    return {"column": column, "rows": len(rows), "skipped": skipped, "months": means}


def month_of(text: str) -> str:
    """The month of a date as 2012-01. Raises ValueError for what is no date."""
    with suppress(ValueError):
        return datetime.fromisoformat(text.strip()).strftime("%Y-%m")
    for form in DATES:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form).strftime("%Y-%m")
    raise ValueError(f"{text!r} is no date")


def read(data: Path, column: str, date_column: str) -> list[dict[str, str]]:
    """All rows, once it is sure that the columns are there."""
    with data.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        names = reader.fieldnames or []
        for wanted in (column, date_column):
            if wanted not in names:
                raise SystemExit(f"{data.name} has no column {wanted!r}; it has {shorten(', '.join(names), 400) or 'no header'}.")
        return list(reader)


def bar_chart(means: dict[str, float], title: str) -> str:
    """An SVG with one bar per month; bars grow from the zero line, so negative means hang below it."""
    high, low = max(0, *means.values()), min(0, *means.values())
    unit = (HEIGHT - TOP - BOTTOM) / ((high - low) or 1)
    zero = TOP + high * unit
    step = (WIDTH - LEFT) / len(means)
    bars = "\n".join(bar(at, month, mean, step, zero, unit) for at, (month, mean) in enumerate(means.items()))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="white"/>
<text x="{LEFT}" y="24" font-size="16">{escape(title)}</text>
{axis(high, low, zero, unit)}
{bars}
</svg>
"""


def bar(at: int, month: str, mean: float, step: float, zero: float, unit: float) -> str:
    """One bar with its value as a tooltip; the label stands below it, every so many bars when there are many."""
    x, height = LEFT + at * step, abs(mean) * unit
    top = zero - height if mean > 0 else zero
    shape = f'<rect x="{x + step * 0.1:.1f}" y="{top:.1f}" width="{step * 0.8:.1f}" height="{height:.1f}" fill="#4c78a8">'
    label = f'<text transform="translate({x + step / 2 + 4:.1f},{HEIGHT - 12}) rotate(-90)">{escape(month)}</text>'
    return f"{shape}<title>{escape(month)}: {mean}</title></rect>" + (label if step > 11 or at % 3 == 0 else "")


def axis(high: float, low: float, zero: float, unit: float) -> str:
    """Five lines across the chart with their values."""
    lines = []
    for part in range(5):
        value = low + (high - low) * part / 4
        y = zero - value * unit
        lines.append(f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.4g}</text>')
    return "\n".join(lines)
