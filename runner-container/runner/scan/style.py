"""How a script runs: as a script, or by a call of its `main`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
_NOT_ENTERED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def top_level_function(tree: ast.Module, name: str) -> Function | None:
    """The last definition of `name` in the module's own body, as the last one wins at run time."""
    found = [node for node in tree.body if isinstance(node, Function) and node.name == name]
    return found[-1] if found else None


def style_of(tree: ast.Module) -> str:
    """`function` when the file defines a top-level `main` that nothing at top level leads to; else `script`."""
    if top_level_function(tree, "main") is None:
        return "script"
    return "script" if "main" in _reached(tree) or _hands_over(tree) else "function"


def emptiness(tree: ast.Module, text: str) -> str | None:
    """`file` when there is no text at all, `statements` when nothing but comments and docstrings, else None."""
    if not text.strip().strip("\ufeff"):
        return "file"
    idle = all(_is_idle(node) for node in tree.body)
    return "statements" if idle else None


def runs_nothing(tree: ast.Module) -> list[str]:
    """Names of the functions of a file that only defines and imports, so that a run of it does nothing; else empty."""
    defined = [node.name for node in tree.body if isinstance(node, Function)]
    quiet = (*_NOT_ENTERED, ast.ClassDef, ast.Import, ast.ImportFrom)
    return defined if all(isinstance(node, quiet) or _is_idle(node) for node in tree.body) else []


def _is_idle(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _reached(tree: ast.Module) -> set[str]:
    """Names called, or handed to a call, at top level, followed through the module's own functions."""
    bodies = {node.name: node for node in tree.body if isinstance(node, Function)}
    reached = {name for call in top_level_calls(tree) for name in _loads([call])}
    waiting = list(reached)
    while waiting:
        body = bodies.pop(waiting.pop(), None)
        if body is not None:
            fresh = _loads(body.body) - reached
            reached |= fresh
            waiting.extend(fresh)
    return reached


def top_level_calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that happen when the file is run: not those inside of functions; decorators of functions do not count."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _NOT_ENTERED):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting.extend(ast.iter_child_nodes(node))


def _loads(nodes: Iterable[ast.AST]) -> set[str]:
    return {
        node.id
        for top in nodes
        for node in ast.walk(top)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _hands_over(tree: ast.Module) -> bool:
    """A decorated `main` under `if __name__ == "__main__": app()` is run by the framework that decorated it."""
    main = top_level_function(tree, "main")
    guarded = any(isinstance(node, ast.If) and "__name__" in _loads([node.test]) for node in tree.body)
    return bool(main and main.decorator_list) and guarded
