"""Every use of a name in a module, under the name's full dotted form, also when it is reached in a roundabout way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .names import Module

_IMPORTERS = {"__import__", "importlib.import_module", "importlib.__import__"}
_DEEPEST = 40


def uses(module: Module) -> Iterator[tuple[ast.expr, str]]:
    """Each name or attribute that is read, with the dotted names it may stand for."""
    stars = _stars(module)
    for node in module.nodes:
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call)) and not _is_target(node):
            name = resolve(module, node)
            if name is None:
                continue
            yield node, name
            if isinstance(node, ast.Name) and node.id not in module.imports:
                for star in stars:
                    yield node, f"{star}.{name}"


def resolve(module: Module, expr: ast.expr, depth: int = _DEEPEST) -> str | None:
    """`getattr(os, "system")`, `__import__("os").system` and `sys.modules["os"].system` are all `os.system`."""
    if depth == 0:
        return None
    if isinstance(expr, ast.Name):
        return module.imports.get(expr.id, expr.id)
    if isinstance(expr, ast.Attribute):
        owner = resolve(module, expr.value, depth - 1)
        return _plain(f"{owner}.{expr.attr}") if owner else None
    return _resolve_roundabout(module, expr, depth - 1)


def _resolve_roundabout(module: Module, expr: ast.expr, depth: int) -> str | None:
    if isinstance(expr, ast.Call):
        return _call(module, expr, depth)
    if isinstance(expr, ast.Subscript) and resolve(module, expr.value, depth) == "sys.modules":
        return _text(expr.slice)
    return resolve(module, expr.value, depth) if isinstance(expr, ast.NamedExpr) else None


def imported_by_call(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Imports written as calls with a constant name."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and node.args and resolve(module, node.func) in _IMPORTERS:
            name = _text(node.args[0])
            if name:
                yield node, name


def _call(module: Module, call: ast.Call, depth: int) -> str | None:
    function = resolve(module, call.func, depth)
    if function in _IMPORTERS and call.args:
        return _text(call.args[0])
    if function == "getattr" and len(call.args) >= 2:
        owner, name = resolve(module, call.args[0], depth), _text(call.args[1])
        return _plain(f"{owner}.{name}") if owner and name else None
    return None


def _plain(name: str) -> str:
    return name.removeprefix("builtins.").removeprefix("__builtins__.")


def _text(expr: ast.expr) -> str | None:
    return expr.value if isinstance(expr, ast.Constant) and isinstance(expr.value, str) else None


def _stars(module: Module) -> list[str]:
    return [
        module.absolute(node) for node in module.nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    ]


def _is_target(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))
