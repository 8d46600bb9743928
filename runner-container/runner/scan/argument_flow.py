"""What a module's own calls hand to the parameters of its functions."""

from __future__ import annotations

import ast

from .names import Module
from .style import Function


def arguments_for(module: Module, expr: ast.expr) -> list[ast.expr]:
    """What callers in this module give for a parameter, when `expr` is just the parameter's name; else nothing."""
    if not isinstance(expr, ast.Name):
        return []
    found: list[ast.expr] = []
    for function in module.functions.values():
        names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
        if expr.id in names and _holds(function, expr):
            found += _given(module, function, names.index(expr.id), expr.id)
    return found


def _holds(function: Function, expr: ast.expr) -> bool:
    return function.lineno <= expr.lineno <= (function.end_lineno or 0)


def _given(module: Module, function: Function, index: int, name: str) -> list[ast.expr]:
    found: list[ast.expr] = []
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function.name:
            found += node.args[index : index + 1]
            found += [word.value for word in node.keywords if word.arg == name]
    return sorted(found, key=lambda given: given.lineno)
