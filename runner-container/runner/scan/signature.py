"""The input schema of a function-style script, from the signature and docstring of its `main`."""

from __future__ import annotations

import ast

from .annotations import Converter
from .classes import as_json_default, read_class
from .constants import UNKNOWN
from .docstrings import read_docstring
from .metadata import apply_metadata
from .model import Schema
from .names import Module
from .project import Project
from .schema_words import or_null
from .style import Function


def signature_schema(project: Project, module: Module, main: Function) -> Schema:
    """An object schema: one property per parameter. `*args` cannot be given by name and is left out."""
    converter = Converter(project, read_class)
    doc = read_docstring(ast.get_docstring(main))
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for arg, default in parameters_of(main.args):
        schema = _property(converter, module, arg, default)
        if doc.params.get(arg.arg):
            schema.setdefault("description", doc.params[arg.arg])
        properties[arg.arg] = schema
        if default is None or _is_required_field(default):
            required.append(arg.arg)
    result: Schema = {"type": "object", "properties": properties, "required": required}
    result["additionalProperties"] = _extra(converter, module, main.args.kwarg)
    if doc.summary:
        result["description"] = doc.summary
    if converter.definitions:
        result["$defs"] = converter.definitions
    return result


def parameters_of(args: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    """Each parameter that has a name of its own, with its default."""
    plain = [*args.posonlyargs, *args.args]
    bare: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults))
    return [
        *zip(plain, [*bare, *args.defaults], strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ]


def _property(converter: Converter, module: Module, arg: ast.arg, default: ast.expr | None) -> Schema:
    schema = converter.schema(module, arg.annotation)
    if default is None:
        return schema
    if isinstance(default, ast.Call):
        schema = apply_metadata(converter.project, module, schema, [default])
        default = _field_default(default)
    told = as_json_default(converter, module, default) if default else UNKNOWN
    if told is None:
        schema = or_null(schema)
    return schema if told is UNKNOWN else {**schema, "default": told}


def _field_default(call: ast.Call) -> ast.expr:
    """`Field(5, ge=1)` as a default stands for 5; any other call stands for itself."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name != "Field":
        return call
    words = [word.value for word in call.keywords if word.arg == "default"]
    return next(iter([*words, *call.args]), call)


def _is_required_field(default: ast.expr) -> bool:
    given = _field_default(default) if isinstance(default, ast.Call) else default
    return given is not default and isinstance(given, ast.Constant) and given.value is Ellipsis


def _extra(converter: Converter, module: Module, kwarg: ast.arg | None) -> Schema | bool:
    if kwarg is None:
        return False
    return converter.schema(module, kwarg.annotation) or True
