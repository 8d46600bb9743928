"""Cleans a CSV file: trims, unifies empty values, types columns, drops duplicates, and reports each change."""

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import runlet

DATES = ["%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%Y/%m/%d"]
EMPTY = ["", "-", "n/a", "na", "nan", "none", "null", "?"]
TRUTH = {"true": "true", "yes": "true", "y": "true", "false": "false", "no": "false", "n": "false"}


def main(data: Path, key: list[str] | None = None, empty: list[str] = EMPTY, date_formats: list[str] = DATES) -> dict:
    """Writes cleaned.csv and says what was changed in which column.

    Args:
        data: CSV file with a header; comma, semicolon or tab
        key: columns that make a row the same as another; all columns when left empty
        empty: texts that mean no value, in any case
        date_formats: forms of dates that are tried in order; dates are written as 2026-01-31
    """
    names, rows = read(data)
    unknown = sorted(set(key or []) - set(names))
    if unknown:
        raise SystemExit(f"{data.name} has no column {', '.join(unknown)}; it has {', '.join(names)[:400] or 'no header'}.")
    changes: Counter[str] = Counter()
    trimmed = [[trim(cell, {word.lower() for word in empty}, changes) for cell in row] for row in rows]
    types = {name: kind([row[at] for row in trimmed], date_formats) for at, name in enumerate(names)}
    kinds = list(types.values())
    typed = [[unify(cell, kinds[at], date_formats, changes) for at, cell in enumerate(row)] for row in trimmed]
    kept = distinct(typed, [names.index(name) for name in key or names])
    runlet.artifact("cleaned.csv", as_csv(names, kept))
    report = {
        "rowsIn": len(rows),
        "rowsOut": len(kept),
        "duplicates": len(rows) - len(kept),
        "cellsChanged": {change: count for change, count in sorted(changes.items()) if count},
        "columns": [
            {"name": name, "type": types[name], "empty": sum(not row[at] for row in kept)} for at, name in enumerate(names)
        ],
    }
    show(report)
    return report


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows; short rows are filled up, rows without any value are left out."""
    text = path.read_text("utf-8-sig")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    header, *rows = list(csv.reader(io.StringIO(text), delimiter=separator)) or [[]]
    names = [re.sub(r"\W+", "_", name.strip().lower()).strip("_") for name in header]
    return names, [(row + [""] * len(names))[: len(names)] for row in rows if any(cell.strip() for cell in row)]


def trim(cell: str, empty: set[str], changes: Counter[str]) -> str:
    """The text without outer and double spaces; nothing at all for what means no value."""
    plain = " ".join(cell.split())
    if plain.lower() in empty:
        changes["emptied"] += cell != ""
        return ""
    changes["trimmed"] += plain != cell
    return plain


def kind(cells: list[str], date_formats: list[str]) -> str:
    """The narrowest type that every value of a column has; text when there is none."""
    values = [cell for cell in cells if cell]
    for name in ("truth", "integer", "number", "date"):
        if values and all(convert(value, name, date_formats) is not None for value in values):
            return name
    return "text"


def convert(value: str, name: str, date_formats: list[str]) -> str | None:
    """The value as it is written in a column of that type, or None when it is not of the type."""
    if name == "truth":
        return TRUTH.get(value.lower())
    if name == "date":
        for form in date_formats:
            with suppress(ValueError):
                return datetime.strptime(value, form).date().isoformat()
        return None
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", value)
    wanted = r"[+-]?\d+" if name == "integer" else r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
    return plain if re.fullmatch(wanted, plain) else None


def unify(cell: str, name: str, date_formats: list[str], changes: Counter[str]) -> str:
    """The cell as its column's type is written."""
    plain = cell if name == "text" or not cell else convert(cell, name, date_formats) or cell
    changes[f"rewritten as {name}"] += plain != cell
    return plain


def distinct(rows: list[list[str]], places: list[int]) -> list[list[str]]:
    """The first row of each key; upper and lower case count as the same."""
    first: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        first.setdefault(tuple(row[at].lower() for at in places), row)
    return list(first.values())


def as_csv(names: list[str], rows: list[list[str]]) -> str:
    """Header and rows as CSV with commas."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, *rows])
    return text.getvalue()


def show(report: dict) -> None:
    print(f"{report['rowsIn']} rows in, {report['rowsOut']} out, {report['duplicates']} duplicates dropped")
    for change, count in report["cellsChanged"].items():
        print(f"{count:6} cells {change}")
    for column in report["columns"]:
        print(f"{column['name']:20} {column['type']:8} {column['empty']} empty")
