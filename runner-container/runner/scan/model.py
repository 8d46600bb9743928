"""The shapes that travel between the scanner's files: sources, places in them, and findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
"""A JSON Schema 2020-12 document, or a part of one."""

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file, decoded the way CPython decodes it."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line and column count from 1, the column in characters."""

    file: str
    line: int
    column: int

    def as_json(self) -> dict[str, object]:
        return {"file": self.file, "line": self.line, "column": self.column}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the scan has to say about one place: what was seen, why it matters, what to do instead."""

    rule: str
    severity: str
    place: Place
    message: str
    why: str
    fix: str

    def as_json(self) -> dict[str, object]:
        told = {"message": self.message, "why": self.why, "fix": self.fix}
        return {"rule": self.rule, "severity": self.severity, **self.place.as_json(), **told}
