"""One parsed file and what its names stand for, as far as the text alone tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .model import Place
from .style import Function

_LONGEST_CHAIN = 60
_NEWLINE = re.compile(r"\r\n|\r|\n")


class Module:
    """A file's tree, its imports under their local names, and its top-level bindings."""

    def __init__(self, file: str, text: str, tree: ast.Module, package: str = "") -> None:
        self.file = file
        self.text = text
        self.tree = tree
        self.package = package
        self.nodes = list(ast.walk(tree))
        self.imports: dict[str, str] = {}
        self.classes: dict[str, ast.ClassDef] = {}
        self.functions: dict[str, Function] = {}
        self.values: dict[str, ast.expr] = {}
        self._lines: list[str] | None = None
        self._bind()

    def _bind(self) -> None:
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for name in node.names:
                    top = name.name.partition(".")[0]
                    self.imports[name.asname or top] = name.name if name.asname else top
            elif isinstance(node, ast.ImportFrom):
                base = self.absolute(node)
                for name in node.names:
                    self.imports[name.asname or name.name] = f"{base}.{name.name}" if base else name.name
        for statement in flat_body(self.tree):
            self._bind_statement(statement)

    def _bind_statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.ClassDef):
            self.classes[node.name] = node
        elif isinstance(node, Function):
            self.functions[node.name] = node
        elif isinstance(node, ast.Assign):
            self.values.update({target.id: node.value for target in node.targets if isinstance(target, ast.Name)})
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            self.values[node.target.id] = node.value
        elif type(node).__name__ == "TypeAlias":
            self._bind_alias(node)

    def _bind_alias(self, node: ast.AST) -> None:
        """`type Names = list[str]`, whose node exists since Python 3.12 only."""
        name, value = getattr(node, "name", None), getattr(node, "value", None)
        if isinstance(name, ast.Name) and isinstance(value, ast.expr):
            self.values[name.id] = value

    def absolute(self, node: ast.ImportFrom) -> str:
        """The dotted module that `from … import` names, relative levels counted from this file's package."""
        if not node.level:
            return node.module or ""
        parts = self.package.split(".") if self.package else []
        parts = parts[: len(parts) - (node.level - 1)] if node.level > 1 else parts
        return ".".join([*parts, *([node.module] if node.module else [])])

    def dotted(self, expr: ast.expr) -> str | None:
        """`np.array` → `numpy.array`. A name that no import binds stands for itself; what is no name is None."""
        parts: list[str] = []
        while isinstance(expr, ast.Attribute) and len(parts) < _LONGEST_CHAIN:
            parts.append(expr.attr)
            expr = expr.value
        if not isinstance(expr, ast.Name):
            return None
        return ".".join([self.imports.get(expr.id, expr.id), *reversed(parts)])

    def place(self, node: ast.AST) -> Place:
        """Where a node stands. The tree counts columns in UTF-8 bytes, people count characters."""
        line = getattr(node, "lineno", 1)
        offset = getattr(node, "col_offset", 0)
        if self._lines is None:
            self._lines = _NEWLINE.split(self.text)
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return Place(self.file, line, len(text.encode()[:offset].decode("utf-8", "ignore")) + 1)


def flat_body(tree: ast.Module) -> Iterator[ast.stmt]:
    """Top-level statements in order, also those inside of `if`, `try` and `with` blocks."""
    waiting = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        yield node
        blocks: list[ast.stmt] = []
        if isinstance(node, (ast.If, ast.Try, ast.TryStar, ast.With)):
            for name in ("body", "orelse", "finalbody"):
                blocks.extend(getattr(node, name, []))
            for handler in getattr(node, "handlers", []):
                blocks.extend(handler.body)
        waiting.extend(reversed(blocks))
