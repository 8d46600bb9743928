"""What the user's own files import, and where each of it comes from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .installed import is_installed, is_standard
from .model import Place
from .names import Module
from .project import Project
from .requirements import provides
from .uses import imported_by_call

_MOST_PER_FILE = 2000


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module. `guarded`: its absence is expected (try, TYPE_CHECKING) or only met inside a function."""

    module: str
    kind: str
    place: Place
    guarded: bool
    relative: bool

    def as_json(self) -> dict[str, object]:
        return {"module": self.module, "kind": self.kind, **self.place.as_json()}


def read_imports(project: Project, module: Module, declared: set[str]) -> list[Import]:
    """Each module once per file, at its first place."""
    guarded = _guarded(module.tree)
    found: dict[str, Import] = {}
    for node, name, relative in _named(project, module):
        if name and name not in found and len(found) < _MOST_PER_FILE:
            kind = _kind(project, name, relative, declared)
            found[name] = Import(name, kind, module.place(node), node in guarded, relative)
    return sorted(found.values(), key=lambda one: (one.place.line, one.place.column))


def _named(project: Project, module: Module) -> Iterator[tuple[ast.AST, str, bool]]:
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, name.name, False) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.absolute(node)
            relative = node.level > 0
            if node.module or not relative:
                yield node, base, relative
            yield from _submodules(project, node, base, relative)
    yield from ((node, name, False) for node, name in imported_by_call(module))


def _submodules(
    project: Project, node: ast.ImportFrom, base: str, relative: bool
) -> Iterator[tuple[ast.AST, str, bool]]:
    """`from pkg import x` names a module if x is a file of pkg, and must if pkg itself defines no x."""
    for name in node.names:
        dotted = f"{base}.{name.name}" if base else name.name
        if project.owns(dotted) or (project.is_package(base) and not _defines(project, base, name.name)):
            yield node, dotted, relative


def _defines(project: Project, package: str, name: str) -> bool:
    """Could `name` come from the package's own `__init__`? Yes if that cannot be read or does something unclear."""
    home = project.modules.get(package)
    if home is None:
        return name == "*" or project.has_init(package)
    known = {*home.imports, *home.classes, *home.functions, *home.values}
    return name in known or "*" in home.imports or "__getattr__" in known or name == "*"


def _kind(project: Project, name: str, relative: bool, declared: set[str]) -> str:
    top = name.partition(".")[0]
    if relative:
        return "own" if project.owns(name) else "missing"
    if project.owns(top):
        return "own" if project.owns(name) else "missing"
    if is_standard(top):
        return "standard"
    return "third-party" if provides(declared, top) or is_installed(top) else "missing"


def _guarded(tree: ast.Module) -> set[ast.AST]:
    """Imports below a `try` that catches, an `if`, or a function: a run may never need them."""
    shelters = (ast.If, ast.FunctionDef, ast.AsyncFunctionDef, ast.Try, ast.TryStar, ast.Match)
    inside: set[ast.AST] = set()
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, sheltered = waiting.pop()
        sheltered = sheltered or isinstance(node, shelters)
        if sheltered and isinstance(node, (ast.Import, ast.ImportFrom)):
            inside.add(node)
        waiting.extend((child, sheltered) for child in ast.iter_child_nodes(node))
    return inside
