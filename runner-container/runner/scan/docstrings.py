"""What a docstring says about a function and its parameters: Google, numpy and reST forms."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

_SECTION = re.compile(
    r"^(args|arguments|parameters|params|keyword args|keyword arguments|other parameters|attributes)\s*:?\s*$",
    re.I,
)
_GOOGLE = re.compile(r"^\*{0,2}(\w+)\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\s*:\s*(.*)$")
_NUMPY = re.compile(r"^(\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::.*)?$")
_REST = re.compile(
    r"^[:@](?:param|parameter|arg|argument|key|keyword|ivar|var)\s+(?:[^:]*?\s)?\*{0,2}(\w+)\s*:\s*(.*)$"
)
_FIELD = re.compile(r"^[:@]\w+")
_LONGEST = 100_000


@dataclass(slots=True)
class Doc:
    """`summary` is the first paragraph on one line; `params` holds each parameter's text."""

    summary: str = ""
    params: dict[str, str] = field(default_factory=dict)


def read_docstring(text: str | None) -> Doc:
    """Never fails: what is not understood is left out."""
    if not text:
        return Doc()
    lines = inspect.cleandoc(text[:_LONGEST]).splitlines()
    doc = Doc(summary=_summary(lines))
    _read_rest(lines, doc.params)
    for at, line in enumerate(lines):
        if _SECTION.match(line.strip()):
            underlined = at + 1 < len(lines) and set(lines[at + 1].strip()) in ({"-"}, {"="})
            reader = _read_numpy if underlined else _read_google
            reader(lines[at + (2 if underlined else 1) :], _indent(line), doc.params)
    return doc


def _summary(lines: list[str]) -> str:
    taken: list[str] = []
    for line in lines:
        plain = line.strip()
        if not plain or _FIELD.match(plain) or _SECTION.match(plain):
            break
        taken.append(plain)
    return " ".join(taken)


def _read_rest(lines: list[str], params: dict[str, str]) -> None:
    name = None
    for line in lines:
        found = _REST.match(line.strip())
        if found:
            name = found[1]
            params[name] = found[2].strip()
        elif name and line.startswith((" ", "\t")) and line.strip():
            params[name] = f"{params[name]} {line.strip()}".strip()
        else:
            name = None


def _read_google(lines: list[str], outer: int, params: dict[str, str]) -> None:
    """Entries are indented below the section's title, their continuation lines deeper still."""
    inner = None
    name = None
    for line in lines:
        if not line.strip():
            continue
        depth = _indent(line)
        if depth <= outer:
            return
        inner = depth if inner is None else inner
        found = _GOOGLE.match(line.strip()) if depth <= inner else None
        if found:
            name = found[1]
            params[name] = found[2].strip()
        elif name:
            params[name] = f"{params[name]} {line.strip()}".strip()


def _read_numpy(lines: list[str], outer: int, params: dict[str, str]) -> None:
    """Names stand at the section's own depth, their texts deeper; the next underlined title ends it."""
    names: list[str] = []
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if _indent(line) <= outer:
            if at + 1 < len(lines) and set(lines[at + 1].strip()) in ({"-"}, {"="}):
                return
            found = _NUMPY.match(line.strip())
            names = [name.strip(" *") for name in found[1].split(",")] if found else []
            params.update(dict.fromkeys(names, ""))
        else:
            for name in names:
                params[name] = f"{params[name]} {line.strip()}".strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
