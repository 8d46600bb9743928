"""What `Annotated[…]` and pydantic's `Field(…)` add to a type: a text for people, and bounds."""

from __future__ import annotations

import ast
from typing import Any

from .constants import UNKNOWN, as_json, evaluate
from .model import Schema
from .names import Module
from .project import Project

_BOUNDS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "pattern": "pattern",
    "regex": "pattern",
    "description": "description",
    "help": "description",
    "examples": "examples",
}
_LENGTHS = {"min_length": ("minLength", "minItems"), "max_length": ("maxLength", "maxItems")}
_SHORT = {
    "Ge": ("ge",),
    "Gt": ("gt",),
    "Le": ("le",),
    "Lt": ("lt",),
    "MultipleOf": ("multiple_of",),
    "MinLen": ("min_length",),
    "MaxLen": ("max_length",),
    "Len": ("min_length", "max_length"),
    "Doc": ("description",),
    "doc": ("description",),
}


def apply_metadata(project: Project, module: Module, schema: Schema, extras: list[ast.expr]) -> Schema:
    """A copy of `schema` with what the extras say; extras that mean nothing here are passed over."""
    told = dict(schema)
    for extra in extras:
        if isinstance(extra, ast.Call):
            for key, value in call_words(project, module, extra).items():
                _apply(told, key, value)
        else:
            value = evaluate(project, module, extra)
            if isinstance(value, str) and "description" not in told:
                told["description"] = value
    return told


def call_words(project: Project, module: Module, call: ast.Call) -> dict[str, Any]:
    """The call's keyword arguments whose values can be told, with positional ones under their usual names."""
    name = (module.dotted(call.func) or "").rpartition(".")[2]
    words = list(zip(_SHORT.get(name, ()), call.args, strict=False))
    words += [(word.arg, word.value) for word in call.keywords if word.arg]
    told = {key: as_json(evaluate(project, module, value)) for key, value in words if key}
    return {key: value for key, value in told.items() if value is not UNKNOWN}


def _apply(schema: Schema, key: str, value: Any) -> None:
    if key in _LENGTHS and value is not None:
        schema[_LENGTHS[key][1 if _sized(schema) else 0]] = value
    elif key in _BOUNDS and value is not None:
        schema[_BOUNDS[key]] = value


def _sized(schema: Schema) -> bool:
    return schema.get("type") == "array"
