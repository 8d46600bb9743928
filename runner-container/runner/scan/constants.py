"""Values that can be told from the text: literals, names bound to literals, enum members, a few constructors."""

from __future__ import annotations

import ast
import base64
import datetime
import math
from typing import Any

from .names import Module
from .project import Project

UNKNOWN = object()
"""Stands for "not to be told without running the script"; never equal to a value."""

_HOPS = 6
_WRAPPERS = {
    "list",
    "tuple",
    "sorted",
    "set",
    "frozenset",
    "pathlib.Path",
    "pathlib.PurePath",
    "types.MappingProxyType",
}
_DATES = {
    "datetime.date": datetime.date,
    "datetime.datetime": datetime.datetime,
    "datetime.time": datetime.time,
}


def evaluate(project: Project, module: Module, expr: ast.expr, hops: int = _HOPS) -> Any:
    """The expression's value in Python's terms, or UNKNOWN."""
    try:
        return ast.literal_eval(expr)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        pass
    if hops == 0:
        return UNKNOWN
    if isinstance(expr, ast.Call):
        return _call(project, module, expr, hops - 1)
    if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.Add):
        parts = [evaluate(project, module, side, hops - 1) for side in (expr.left, expr.right)]
        return parts[0] + parts[1] if all(isinstance(part, str) for part in parts) else UNKNOWN
    if isinstance(expr, (ast.List, ast.Tuple)):
        items = [evaluate(project, module, item, hops - 1) for item in expr.elts]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    return _name(project, module, expr, hops - 1)


def _name(project: Project, module: Module, expr: ast.expr, hops: int) -> Any:
    if not isinstance(expr, (ast.Name, ast.Attribute)):
        return UNKNOWN
    if isinstance(expr, ast.Attribute):
        owner = expr.value.value if expr.attr == "value" and isinstance(expr.value, ast.Attribute) else expr.value
        member = expr.value.attr if expr.attr == "value" and isinstance(expr.value, ast.Attribute) else expr.attr
        found = project.find_class(module, owner)
        if found is not None:
            return dict(enum_members(project, *found)).get(member, UNKNOWN)
    bound = project.find_value(module, expr)
    return evaluate(project, *bound, hops) if bound else UNKNOWN


def _call(project: Project, module: Module, call: ast.Call, hops: int) -> Any:
    if isinstance(call.func, ast.Attribute) and call.func.attr == "keys" and not call.args:
        return evaluate(project, module, call.func.value, hops)
    name = module.dotted(call.func) or ""
    if call.keywords and name not in _DATES:
        return UNKNOWN
    args = [evaluate(project, module, arg, hops) for arg in call.args]
    if any(arg is UNKNOWN for arg in args):
        return UNKNOWN
    try:
        return _DATES[name](*args) if name in _DATES and args and not call.keywords else _wrapped(name, args)
    except (TypeError, ValueError, OverflowError):
        return UNKNOWN


def _wrapped(name: str, args: list[Any]) -> Any:
    if name not in _WRAPPERS or len(args) > 1:
        return UNKNOWN
    if name.startswith("pathlib."):
        return args[0] if args else "."
    items = list(args[0]) if args else []
    return sorted(items) if name == "sorted" else items


def enum_members(project: Project, module: Module, node: ast.ClassDef) -> list[tuple[str, Any]]:
    """Each member's name and value in order; `auto()` counts as it does at run time, except in exotic enums."""
    texts = any((module.dotted(base) or "").endswith("StrEnum") for base in node.bases)
    members: list[tuple[str, Any]] = []
    last = 0
    for statement in node.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        name = statement.targets[0].id
        if name.startswith("_"):
            continue
        if isinstance(statement.value, ast.Call) and module.dotted(statement.value.func) in (
            "enum.auto",
            "auto",
        ):
            value: Any = name.lower() if texts else last + 1
        else:
            value = evaluate(project, module, statement.value, 2)
        last = value if isinstance(value, int) else last
        members.append((name, value))
    return members


def as_json(value: Any) -> Any:
    """The value as it travels in JSON: tuples and sets as lists, bytes in base64, dates in ISO form; else UNKNOWN."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else UNKNOWN
    if isinstance(value, (bytes, datetime.date, datetime.time)):
        return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value.isoformat()
    return _nested_as_json(value)


def _nested_as_json(value: Any) -> Any:
    if isinstance(value, dict):
        pairs = {key: as_json(item) for key, item in value.items() if isinstance(key, str)}
        return UNKNOWN if len(pairs) < len(value) or UNKNOWN in pairs.values() else pairs
    if not isinstance(value, (list, tuple, set, frozenset)):
        return UNKNOWN
    ordered = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
    items = [as_json(item) for item in ordered]
    return UNKNOWN if UNKNOWN in items else items
