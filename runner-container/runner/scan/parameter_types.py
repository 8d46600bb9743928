"""The `type=` and `choices=` of a command-line parameter as a schema; argparse and click share them."""

from __future__ import annotations

import ast

from .annotations import Converter, canonical
from .classes import read_class
from .constants import UNKNOWN, evaluate
from .model import Schema
from .names import Module
from .project import Project
from .schema_words import SIMPLE, enum_schema

_TEXT: Schema = {"type": "string"}
_PATH = SIMPLE["pathlib.Path"]
_CALLABLES: dict[str, Schema] = {
    "argparse.FileType": _PATH,
    "open": _PATH,
    "datetime.date.fromisoformat": SIMPLE["datetime.date"],
    "datetime.datetime.fromisoformat": SIMPLE["datetime.datetime"],
    "datetime.time.fromisoformat": SIMPLE["datetime.time"],
    "decimal.Decimal": {"type": "number"},
    "complex": _TEXT,
    "bool": _TEXT,
    "bytes": _TEXT,
}


def type_schema(project: Project, module: Module, expr: ast.expr | None) -> Schema:
    """Text unless the type is known. `type=bool` is text too: to argparse every non-empty word is true."""
    if expr is None:
        return dict(_TEXT)
    name = canonical(module, expr.func if isinstance(expr, ast.Call) else expr)
    if name in _CALLABLES:
        return dict(_CALLABLES[name])
    if name in SIMPLE:
        return dict(SIMPLE[name])
    return _own_type(project, module, expr)


def _own_type(project: Project, module: Module, expr: ast.expr) -> Schema:
    """An enum of the user's, or a converting function: what it says it returns, if that is a plain value."""
    converter = Converter(project, read_class)
    if project.find_class(module, expr) is not None:
        schema = converter.schema(module, expr)
        return schema if "enum" in schema else dict(_TEXT)
    function = project.find_function(module, expr)
    told = converter.schema(function[0], function[1].returns) if function else {}
    plain = told.get("type") in ("integer", "number") or told.get("format") == "path"
    return told if plain else dict(_TEXT)


def choices_schema(project: Project, module: Module, expr: ast.expr, schema: Schema) -> Schema:
    """The values allowed, or the bounds of a range; the bare type when neither can be told."""
    if isinstance(expr, ast.Call) and canonical(module, expr.func) == "range":
        return _range_schema([evaluate(project, module, arg) for arg in expr.args], schema)
    values = evaluate(project, module, expr)
    if values is UNKNOWN or not isinstance(values, (list, tuple, set, frozenset, dict, str)):
        return _enum_class(project, module, expr) or schema
    ordered = sorted(values, key=repr) if isinstance(values, (set, frozenset)) else list(values)
    return enum_schema(ordered) or schema


def _range_schema(bounds: list[object], schema: Schema) -> Schema:
    numbers = [bound for bound in bounds if isinstance(bound, int)]
    if not numbers or len(numbers) != len(bounds):
        return schema
    start, stop = (0, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])
    return {"type": "integer", "minimum": start, "maximum": stop - 1}


def _enum_class(project: Project, module: Module, expr: ast.expr) -> Schema:
    """`choices=Color` and `choices=list(Color)` offer the enum's values."""
    if isinstance(expr, ast.Call) and canonical(module, expr.func) in ("list", "tuple") and expr.args:
        expr = expr.args[0]
    if project.find_class(module, expr) is None:
        return {}
    schema = Converter(project, read_class).schema(module, expr)
    return schema if "enum" in schema else {}
