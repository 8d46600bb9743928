"""Annotations to JSON Schema, from the text alone: nothing is imported and nothing evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable

from .constants import evaluate
from .metadata import apply_metadata
from .model import Schema
from .names import Module
from .project import Project
from .schema_words import SIMPLE, enum_schema

_BUDGET = 3000
_DEEPEST = 24
_LONGEST_STRING = 2000
_TYPING = ("typing.", "typing_extensions.", "collections.abc.", "collections.", "builtins.")

_LISTS = {"list", "List", "Sequence", "MutableSequence", "Iterable", "Collection", "deque", "Iterator"}
_SETS = {"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet"}
_DICTS = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"}
_TUPLES = {"tuple", "Tuple"}
_CONTAINERS = _LISTS | _SETS | _DICTS | _TUPLES
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
        if name in _CONTAINERS:
            return self._container(module, name, [])
        found = self.project.find_class(module, expr)
        if found is not None:
            return self._class(*found)
        bound = self.project.find_value(module, expr)
        return self._alias(*bound) if bound else {}

    def _alias(self, module: Module, value: ast.expr) -> Schema:
        if isinstance(value, ast.Call) and canonical(module, value.func) == "NewType" and len(value.args) == 2:
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
        if name in _CONTAINERS:
            return self._container(module, name, args)
        if name in ("Union", "Optional"):
            return self._union(module, [*args, ast.Constant(None)] if name == "Optional" else args)
        if name == "Literal":
            return enum_schema([evaluate(self.project, module, arg) for arg in args])
        if name == "Annotated":
            return apply_metadata(self.project, module, self.schema(module, args[0]), args[1:])
        return self.schema(module, args[0]) if name in _SEE_THROUGH else self._named(module, head)

    def _container(self, module: Module, name: str, args: list[ast.expr]) -> Schema:
        if name in _LISTS | _SETS:
            return self._array(module, args, unique=name in _SETS)
        if name in _TUPLES:
            return self._tuple(module, args)
        values = self.schema(module, args[1]) if len(args) == 2 else {}
        return {"type": "object", "additionalProperties": values or True}

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
