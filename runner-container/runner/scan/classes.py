"""The user's own classes as schemas: enums by value; dataclasses, typed dicts, pydantic models by field."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .annotations import Converter, canonical
from .constants import UNKNOWN, as_json, enum_members, evaluate
from .docstrings import read_docstring
from .metadata import apply_metadata, call_words
from .model import Schema
from .names import Module
from .schema_words import enum_schema, or_null

_ENUMS = {"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"}
_MODELS = {"pydantic.BaseModel", "TypedDict", "NamedTuple"}
_DECORATORS = {
    "dataclasses.dataclass",
    "pydantic.dataclasses.dataclass",
    "attr.s",
    "attr.dataclass",
    "attrs.define",
    "attrs.frozen",
    "attr.define",
}
_FIELD_CALLS = {"dataclasses.field", "pydantic.Field", "attr.ib", "attrs.field", "attr.field"}
_EMPTY = {"list": [], "dict": {}, "set": [], "tuple": [], "str": ""}
_MOST_BASES = 20


@dataclass(slots=True)
class Member:
    """One field of a class: its schema, and whether the class can be made without it."""

    schema: Schema
    required: bool


def read_class(converter: Converter, module: Module, node: ast.ClassDef) -> Schema:
    """{} (anything) for a class whose JSON form cannot be told."""
    kind = kind_of(converter, module, node)
    if kind == "enum":
        return enum_schema([value for _, value in enum_members(converter.project, module, node)])
    if kind is None:
        return {}
    members = _members(converter, module, node, kind)
    schema: Schema = {
        "type": "object",
        "properties": {name: member.schema for name, member in members.items()},
    }
    schema["required"] = [name for name, member in members.items() if member.required]
    schema["additionalProperties"] = False
    doc = read_docstring(ast.get_docstring(node))
    if doc.summary:
        schema["description"] = doc.summary
    for name, text in doc.params.items():
        if name in members and text:
            members[name].schema.setdefault("description", text)
    return schema


def kind_of(converter: Converter, module: Module, node: ast.ClassDef, bases_left: int = _MOST_BASES) -> str | None:
    """`enum`, `fields`, `typed-dict`, or None for an ordinary class."""
    names = [canonical(module, base) for base in node.bases]
    if _ENUMS & set(names):
        return "enum"
    if "TypedDict" in names:
        return "typed-dict"
    if _MODELS & set(names) or any(canonical(module, _called(mark)) in _DECORATORS for mark in node.decorator_list):
        return "fields"
    for base in node.bases if bases_left else []:
        found = converter.project.find_class(module, base)
        if found is not None and found[1] is not node:
            kind = kind_of(converter, *found, bases_left - 1)
            if kind:
                return kind
    return None


def _members(
    converter: Converter, module: Module, node: ast.ClassDef, kind: str, bases_left: int = _MOST_BASES
) -> dict[str, Member]:
    """Fields in order, those of the base classes first."""
    members: dict[str, Member] = {}
    for base in node.bases if bases_left else []:
        found = converter.project.find_class(module, base)
        if found is not None and found[1] is not node:
            members.update(_members(converter, *found, kind, bases_left - 1))
    total = not any(
        word.arg == "total" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in node.keywords
    )
    for statement, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            _add_member(converter, module, statement, members, typed_dict=kind == "typed-dict", total=total)
            _describe(members.get(statement.target.id), after)
    return members


def _add_member(
    converter: Converter,
    module: Module,
    statement: ast.AnnAssign,
    members: dict[str, Member],
    typed_dict: bool,
    total: bool,
) -> None:
    name = statement.target.id if isinstance(statement.target, ast.Name) else ""
    outer = canonical(module, statement.annotation.value) if isinstance(statement.annotation, ast.Subscript) else ""
    if outer == "ClassVar" or canonical(module, statement.annotation) in ("dataclasses.KW_ONLY", "ClassVar"):
        return
    schema = converter.schema(module, statement.annotation)
    if typed_dict:
        required = outer == "Required" or (total and outer != "NotRequired")
        members[name] = Member(schema, required)
        return
    if statement.value is None:
        members[name] = Member(schema, True)
        return
    _with_default(converter, module, name, schema, statement.value, members)


def _with_default(
    converter: Converter,
    module: Module,
    name: str,
    schema: Schema,
    value: ast.expr,
    members: dict[str, Member],
) -> None:
    if not isinstance(value, ast.Call) or canonical(module, value.func) not in _FIELD_CALLS:
        members[name] = Member(_defaulted(schema, as_json_default(converter, module, value)), False)
        return
    words = {word.arg: word.value for word in value.keywords}
    init = words.get("init")
    if isinstance(init, ast.Constant) and init.value is False:
        return
    default = words.get("default", value.args[0] if value.args else None)
    factory = words.get("default_factory", words.get("factory"))
    required = factory is None and (
        default is None or (isinstance(default, ast.Constant) and default.value is Ellipsis)
    )
    schema = apply_metadata(converter.project, module, schema, [value])
    if factory is not None:
        schema = _defaulted(schema, _EMPTY.get(canonical(module, factory), UNKNOWN))
    elif not required and default is not None:
        schema = _defaulted(schema, as_json_default(converter, module, default))
    alias = call_words(converter.project, module, value).get("alias", name)
    members[alias if isinstance(alias, str) else name] = Member(schema, required)


def as_json_default(converter: Converter, module: Module, value: ast.expr) -> object:
    """A default as it travels in JSON, or UNKNOWN: the property is optional then, without a default to show."""
    told = evaluate(converter.project, module, value)
    return UNKNOWN if told is UNKNOWN else as_json(told)


def _defaulted(schema: Schema, default: object) -> Schema:
    if default is None:
        schema = or_null(schema)
    return schema if default is UNKNOWN else {**schema, "default": default}


def _describe(member: Member | None, after: ast.stmt) -> None:
    """A string literal right after a field is its documentation, as editors and Sphinx read it."""
    if (
        member
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    ):
        member.schema.setdefault("description", " ".join(after.value.value.split()))


def _called(mark: ast.expr) -> ast.expr:
    return mark.func if isinstance(mark, ast.Call) else mark
