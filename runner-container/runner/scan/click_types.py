"""click's parameter types as schemas."""

from __future__ import annotations

import ast
from typing import Any

from .constants import UNKNOWN, evaluate
from .model import Schema
from .names import Module
from .parameter_types import choices_schema, type_schema
from .project import Project

_PATH: Schema = {"type": "string", "format": "path"}
_TYPES: dict[str, Schema] = {
    "click.STRING": {"type": "string"},
    "click.INT": {"type": "integer"},
    "click.FLOAT": {"type": "number"},
    "click.BOOL": {"type": "boolean"},
    "bool": {"type": "boolean"},
    "click.UUID": {"type": "string", "format": "uuid"},
    "click.Path": _PATH,
    "click.File": _PATH,
    "click.DateTime": {"type": "string"},
    "click.UNPROCESSED": {"type": "string"},
}
_ALIASES = ("click.types.", "click.decorators.", "click.core.", "rich_click.", "asyncclick.", "cloup.")
_RANGES = {"click.IntRange": "integer", "click.FloatRange": "number"}


def click_name(module: Module, expr: ast.expr) -> str:
    """The dotted name, with click's inner modules and its drop-in relatives written as click itself."""
    name = module.dotted(expr) or ""
    return next(("click." + name[len(alias) :] for alias in _ALIASES if name.startswith(alias)), name)


def click_type(project: Project, module: Module, expr: ast.expr | None) -> Schema:
    """The schema of one value; a tuple of types is an array of just these."""
    if isinstance(expr, ast.Tuple):
        fixed = [click_type(project, module, part) for part in expr.elts]
        return {
            "type": "array",
            "prefixItems": fixed,
            "items": False,
            "minItems": len(fixed),
            "maxItems": len(fixed),
        }
    head = expr.func if isinstance(expr, ast.Call) else expr
    name = click_name(module, head) if head is not None else ""
    if name in _TYPES:
        return dict(_TYPES[name])
    if isinstance(expr, ast.Call):
        return _made_type(project, module, name, expr)
    return type_schema(project, module, expr)


def _made_type(project: Project, module: Module, name: str, call: ast.Call) -> Schema:
    if name == "click.Choice" and call.args:
        return choices_schema(project, module, call.args[0], {"type": "string"})
    if name == "click.Tuple" and call.args and isinstance(call.args[0], (ast.List, ast.Tuple)):
        return click_type(project, module, ast.Tuple(call.args[0].elts, ast.Load()))
    if name in _RANGES:
        return _range(project, module, call, _RANGES[name])
    return {"type": "string"}


def _range(project: Project, module: Module, call: ast.Call, kind: str) -> Schema:
    told: dict[str, Any] = {
        name: evaluate(project, module, arg) for name, arg in zip(("min", "max"), call.args, strict=False)
    }
    told |= {word.arg: evaluate(project, module, word.value) for word in call.keywords if word.arg}
    if told.get("clamp") is True:
        return {"type": kind}
    schema: Schema = {"type": kind}
    for side, closed, opened in (
        ("min", "minimum", "exclusiveMinimum"),
        ("max", "maximum", "exclusiveMaximum"),
    ):
        value = told.get(side)
        if value is not None and value is not UNKNOWN:
            schema[opened if told.get(f"{side}_open") is True else closed] = value
    return schema
