"""Annotations to JSON Schema, from the text alone: nothing is imported and nothing evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable

from .constants import UNKNOWN, as_json, evaluate
from .metadata import apply_metadata
from .model import Schema
from .names import Module
from .project import Project

_BUDGET = 3000
_DEEPEST = 24
_LONGEST_STRING = 2000
_TYPING = ("typing.", "typing_extensions.", "collections.abc.", "collections.", "builtins.")

SIMPLE: dict[str, Schema] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "None": {"type": "null"},
    "NoneType": {"type": "null"},
    "datetime.date": {"type": "string", "format": "date"},
    "datetime.datetime": {"type": "string", "format": "date-time"},
    "datetime.time": {"type": "string", "format": "time"},
    "uuid.UUID": {"type": "string", "format": "uuid"},
    "pathlib.Path": {"type": "string", "format": "path"},
    "pathlib.PurePath": {"type": "string", "format": "path"},
    "pathlib.PosixPath": {"type": "string", "format": "path"},
    "os.PathLike": {"type": "string", "format": "path"},
    "Text": {"type": "string"},
    "LiteralString": {"type": "string"},
}
_LISTS = {"list", "List", "Sequence", "MutableSequence", "Iterable", "Collection", "deque", "Iterator"}
_SETS = {"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet"}
_DICTS = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"}
_SEE_THROUGH = {"Required", "NotRequired", "ReadOnly", "Final", "ClassVar", "InitVar", "dataclasses.InitVar"}

ClassReader = Callable[["Converter", Module, ast.ClassDef], Schema]


class Converter:
    """Turns annotations into schemas. A budget of parts keeps hostile nests of types from growing without end."""

    def __init__(self, project: Project, read_class: ClassReader) -> None:
        self.project = project
        self.open: list[ast.ClassDef] = []
        self.definitions: dict[str, Schema] = {}
        self._read_class = read_class
        self._left = _BUDGET
        self._depth = 0

    def schema(self, module: Module, expr: ast.expr | None) -> Schema:
        """The schema of one annotation; {} (anything) for what is missing, unknown, or over the budget."""
        self._left -= 1
        if expr is None or self._left < 0 or self._depth > _DEEPEST:
            return {}
        self._depth += 1
        try:
            return self._dispatch(module, expr)
        finally:
            self._depth -= 1

    def _dispatch(self, module: Module, expr: ast.expr) -> Schema:
        if isinstance(expr, ast.Constant):
            return self._constant(module, expr.value)
        if isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.BitOr):
            return self._union(module, _union_members(expr))
        if isinstance(expr, ast.Subscript):
            args = expr.slice.elts if isinstance(expr.slice, ast.Tuple) else [expr.slice]
            return self._generic(module, expr.value, args)
        if isinstance(expr, (ast.Name, ast.Attribute)):
            return self._named(module, expr)
        return {}

    def _constant(self, module: Module, value: object) -> Schema:
        if value is None:
            return dict(SIMPLE["None"])
        if not isinstance(value, str) or len(value) > _LONGEST_STRING:
            return {}
        try:
            return self.schema(module, ast.parse(value.strip(), mode="eval").body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return {}

    def _named(self, module: Module, expr: ast.expr) -> Schema:
        name = canonical(module, expr)
        if name in SIMPLE:
            return dict(SIMPLE[name])
        if name in _LISTS | _SETS | _DICTS | {"tuple", "Tuple"}:
            return self._generic(module, expr, [])
        found = self.project.find_class(module, expr)
        if found is not None:
            return self._class(*found)
        bound = self.project.find_value(module, expr)
        return self._alias(*bound) if bound else {}

    def _alias(self, module: Module, value: ast.expr) -> Schema:
        if (
            isinstance(value, ast.Call)
            and canonical(module, value.func) == "NewType"
            and len(value.args) == 2
        ):
            return self.schema(module, value.args[1])
        return self.schema(module, value)

    def _class(self, module: Module, node: ast.ClassDef) -> Schema:
        """A class inside of itself becomes a reference; every other class stands where it is used."""
        if node in self.open:
            self.definitions.setdefault(node.name, {})
            return {"$ref": f"#/$defs/{node.name}"}
        self.open.append(node)
        schema = self._read_class(self, module, node)
        self.open.pop()
        if node.name in self.definitions:
            self.definitions[node.name] = schema
        return schema

    def _generic(self, module: Module, head: ast.expr, args: list[ast.expr]) -> Schema:
        name = canonical(module, head)
        if name == "Literal":
            return _literal(self.project, module, args)
        if name in ("Union", "Optional"):
            return self._union(module, [*args, ast.Constant(None)] if name == "Optional" else args)
        if name == "Annotated":
            return apply_metadata(self.project, module, self.schema(module, args[0]), args[1:])
        if name in _SEE_THROUGH:
            return self.schema(module, args[0])
        if name in _LISTS | _SETS:
            return self._array(module, args, unique=name in _SETS)
        if name in ("tuple", "Tuple"):
            return self._tuple(module, args)
        if name in _DICTS:
            values = self.schema(module, args[1]) if len(args) == 2 else {}
            return {"type": "object", "additionalProperties": values or True}
        return self._named(module, head)

    def _array(self, module: Module, args: list[ast.expr], unique: bool) -> Schema:
        items = self.schema(module, args[0]) if args else {}
        schema: Schema = {"type": "array", **({"items": items} if items else {})}
        return {**schema, "uniqueItems": True} if unique else schema

    def _tuple(self, module: Module, args: list[ast.expr]) -> Schema:
        if not args or (len(args) == 2 and isinstance(args[1], ast.Constant) and args[1].value is Ellipsis):
            return self._array(module, args[:1], unique=False)
        if len(args) == 1 and isinstance(args[0], ast.Tuple):
            args = args[0].elts
        fixed = [self.schema(module, arg) for arg in args]
        return {
            "type": "array",
            "prefixItems": fixed,
            "items": False,
            "minItems": len(fixed),
            "maxItems": len(fixed),
        }

    def _union(self, module: Module, args: list[ast.expr]) -> Schema:
        members: list[Schema] = []
        for arg in args:
            schema = self.schema(module, arg)
            if not schema:
                return {}
            for member in schema["anyOf"] if set(schema) == {"anyOf"} else [schema]:
                if member not in members:
                    members.append(member)
        return members[0] if len(members) == 1 else {"anyOf": members}


def canonical(module: Module, expr: ast.expr) -> str:
    """`typing.List`, `t.List` and `List` are all `List`; other dotted names stay whole."""
    name = module.dotted(expr) or ""
    for prefix in _TYPING:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def _union_members(expr: ast.expr) -> list[ast.expr]:
    """The parts of `A | B | C` from left to right, without recursion: the chain may be long."""
    parts: list[ast.expr] = []
    while isinstance(expr, ast.BinOp) and isinstance(expr.op, ast.BitOr):
        parts.append(expr.right)
        expr = expr.left
    return [expr, *reversed(parts)]


def or_null(schema: Schema) -> Schema:
    """The schema with null allowed too: `path: str = None` is what people write for an optional text."""
    null = SIMPLE["None"]
    if not schema or schema == null or null in schema.get("anyOf", ()) or None in schema.get("enum", ()):
        return schema
    if set(schema) == {"anyOf"}:
        return {"anyOf": [*schema["anyOf"], dict(null)]}
    about = {"description": schema["description"]} if "description" in schema else {}
    return {
        "anyOf": [{key: value for key, value in schema.items() if key != "description"}, dict(null)],
        **about,
    }


def _literal(project: Project, module: Module, args: list[ast.expr]) -> Schema:
    return enum_schema([evaluate(project, module, arg) for arg in args])


def enum_schema(values: list[object]) -> Schema:
    """The values in order, with their one type when they share one; {} when a value cannot be told."""
    told = [UNKNOWN if value is UNKNOWN else as_json(value) for value in values]
    if not told or any(value is UNKNOWN for value in told):
        return {}
    kinds = {type(value) for value in told}
    names = {str: "string", int: "integer", bool: "boolean", float: "number"}
    only = names.get(kinds.pop()) if len(kinds) == 1 else None
    return {**({"type": only} if only else {}), "enum": told}
