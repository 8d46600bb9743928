"""Secrets written into source: token shapes that are well known, and dense texts assigned to telling names."""

from __future__ import annotations

import ast
import functools
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .contract import security_levels
from .model import Finding, Place
from .names import Module

_MOST = 100
_LONGEST_VALUE = 4096
_PLACEHOLDER = re.compile(
    r"(?i)example|change.?me|your|placeholder|dummy|sample|xxx|\.\.\.|<|\{|\$|test|secret|password|todo|none|redacted|\*\*\*"
)
_WORDS = re.compile(r"[a-z]+|[A-Z]+|[A-Za-z][a-z]+([ _.-][A-Za-z]?[a-z]+)*")


@dataclass(frozen=True, slots=True)
class _Shape:
    """`hints`: without one of them in the text the pattern need not be tried. `placeholders` is found in what only
    stands for a secret, as documentation has them."""

    rule: str
    title: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    placeholders: re.Pattern[str]


@functools.cache
def _shapes() -> list[_Shape]:
    return [_shape(shape) for shape in security_levels()["secrets"]["shapes"]]


def _shape(told: dict[str, Any]) -> _Shape:
    placeholders = re.compile(told.get("placeholders", "EXAMPLE|XXXXXX"))
    return _Shape(told["rule"], told["title"], tuple(told["hints"]), re.compile(told["pattern"]), placeholders)


def secrets_in_text(file: str, text: str) -> list[Finding]:
    """Token shapes anywhere in a file, comments included. The message never repeats the secret."""
    found: list[Finding] = []
    for shape in _shapes():
        if not any(hint in text for hint in shape.hints):
            continue
        for match in shape.pattern.finditer(text):
            if len(found) < _MOST and not shape.placeholders.search(match[0]):
                found.append(_finding(shape.rule, shape.title, _place(file, text, match.start())))
    return found


def secrets_assigned(module: Module) -> list[Finding]:
    """`api_key = "…"`, `connect(password="…")`, `{"token": "…"}`: names that tell, values too dense for words."""
    data = security_levels()["secrets"]["assigned"]
    telling = re.compile(data["names"])
    found: list[Finding] = []
    for name, value in _named_values(module):
        if telling.search(name) and _is_dense(value.value, data) and len(found) < _MOST:
            found.append(_finding(data["rule"], f"{data['title']} in {name}", module.place(value)))
    return found


def _named_values(module: Module) -> Iterator[tuple[str, ast.Constant]]:
    for node in module.nodes:
        pairs: list[tuple[Any, ast.expr | None]] = []
        if isinstance(node, ast.Assign):
            pairs = [(_target_name(target), node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign):
            pairs = [(_target_name(node.target), node.value)]
        elif isinstance(node, ast.keyword):
            pairs = [(node.arg, node.value)]
        elif isinstance(node, ast.Dict):
            pairs = [
                (key.value, value)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
            ]
        elif isinstance(node, ast.arguments):
            pairs = list(zip([arg.arg for arg in node.args][::-1], node.defaults[::-1], strict=False))
        for name, value in pairs:
            if isinstance(name, str) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield name, value


def _target_name(target: ast.expr) -> str | None:
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return str(target.slice.value)
    return getattr(target, "id", getattr(target, "attr", None))


def _is_dense(value: object, data: dict[str, Any]) -> bool:
    """Random text has many different characters and mixes their kinds; words, names and placeholders do not."""
    if not isinstance(value, str) or not data["leastLength"] <= len(value) <= _LONGEST_VALUE:
        return False
    if " " in value or value[0] == "/" or _PLACEHOLDER.search(value) or _WORDS.fullmatch(value):
        return False
    return _bits(value) >= float(data["leastBits"])


def _bits(value: str) -> float:
    """Shannon entropy in bits per character."""
    size = len(value)
    return -sum(count / size * math.log2(count / size) for count in Counter(value).values())


def _place(file: str, text: str, offset: int) -> Place:
    start = text.rfind("\n", 0, offset) + 1
    return Place(file, text.count("\n", 0, offset) + 1, offset - start + 1)


def _finding(rule: str, title: str, place: Place) -> Finding:
    data = security_levels()["secrets"]
    return Finding(rule, data["severity"], place, f"The source holds {title}.", data["why"], data["fix"])
