"""All files of a script together: a name imported from a neighbour is looked up in the neighbour."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TypeVar

from .names import Module
from .style import Function

_HOPS = 8
_DEEPEST_FOLDER = 40
Found = TypeVar("Found")


class Project:
    """The user's own modules by dotted name, counted from the folder of the entry (Python's sys.path[0])."""

    def __init__(self, entry: str | None, names: Iterable[str]) -> None:
        self.root = entry.rpartition("/")[0] + "/" if entry and "/" in entry else ""
        self.names = frozenset(names)
        self.modules: dict[str, Module] = {}
        self._folders = {folder for name in self.names if name.endswith(".py") for folder in _parents(name)}

    def add(self, module: Module) -> None:
        self.modules[self.dotted_name(module.file)] = module

    def dotted_name(self, file: str) -> str:
        """`pkg/x.py` → `pkg.x`, `pkg/__init__.py` → `pkg`; files outside of the entry's folder keep their slashes."""
        if not file.startswith(self.root):
            return file
        name = file[len(self.root) :].removesuffix(".py").replace("/", ".")
        return name.removesuffix(".__init__")

    def package_of(self, file: str) -> str:
        """The package that relative imports in `file` count from; empty at the top."""
        name = self.dotted_name(file)
        return name if file.endswith("/__init__.py") else name.rpartition(".")[0]

    def owns(self, dotted: str) -> bool:
        """Is there a file or a folder with Python files for this dotted module?"""
        path = self.root + dotted.replace(".", "/")
        return f"{path}.py" in self.names or path in self._folders

    def is_package(self, dotted: str) -> bool:
        """Is it a folder of the user's with Python files, and no file? The top folder itself has no name to import."""
        path = self.root + dotted.replace(".", "/")
        return bool(dotted) and f"{path}.py" not in self.names and self.owns(dotted)

    def has_init(self, package: str) -> bool:
        """Is there an `__init__.py`, readable or not?"""
        return self.root + package.replace(".", "/") + "/__init__.py" in self.names

    def find_class(self, module: Module, expr: ast.expr) -> tuple[Module, ast.ClassDef] | None:
        """The class that an expression names, in this file or in a neighbour."""
        return self._find(module, expr, lambda home, name: home.classes.get(name))

    def find_value(self, module: Module, expr: ast.expr) -> tuple[Module, ast.expr] | None:
        """The expression last bound at top level to the name."""
        return self._find(module, expr, lambda home, name: home.values.get(name))

    def find_function(self, module: Module, expr: ast.expr) -> tuple[Module, Function] | None:
        return self._find(module, expr, lambda home, name: home.functions.get(name))

    def _find(
        self, module: Module, expr: ast.expr, pick: Callable[[Module, str], Found | None]
    ) -> tuple[Module, Found] | None:
        if isinstance(expr, ast.Name) and expr.id not in module.imports:
            found = pick(module, expr.id)
            return (module, found) if found is not None else None
        return self._follow(module.dotted(expr), pick)

    def _follow(self, dotted: str | None, pick: Callable[[Module, str], Found | None]) -> tuple[Module, Found] | None:
        """Re-exports (`from .models import Config` in a package's __init__) are followed a few hops."""
        for _ in range(_HOPS):
            home_name, _, name = (dotted or "").rpartition(".")
            home = self.modules.get(home_name)
            if home is None:
                return None
            found = pick(home, name)
            if found is not None:
                return home, found
            dotted = home.imports.get(name)
        return None


def _parents(name: str) -> list[str]:
    """`a/b/c.py` → `a`, `a/b`."""
    parts = name.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(min(len(parts), _DEEPEST_FOLDER))]
