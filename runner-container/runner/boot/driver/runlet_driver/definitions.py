"""What of a script has to be made before its `trigger` can be asked, read from its syntax tree."""

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_WITHOUT_CALLS = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.Starred,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.UnaryOp,
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
    ast.expr_context,
)


def made_for_trigger(source: bytes, file: str) -> ast.Module:
    """The imports, functions, classes and constants of a file that its `trigger` uses, in the file's order.

    No other statement, so nothing of what the script does: not even a decorator of a function that is not needed.
    Raises SyntaxError and ValueError as `compile` does.
    """
    tree = ast.parse(source, file)
    makers = [node for node in tree.body if _only_makes(node)]
    wanted, waiting = {"trigger"}, ["trigger"]
    while waiting:
        name = waiting.pop()
        fresh = {used for node in makers if name in _bound([node]) for used in _used(node)} - wanted
        wanted |= fresh
        waiting.extend(fresh)
    tree.body = [node for node in makers if _is_for_all(node) or not wanted.isdisjoint(_bound([node]))]
    return tree


def place_of(source: bytes, name: str) -> int | None:
    """The line of the statement at top level that sets `name` and that only the script itself runs, if there is one."""
    doers = [node for node in ast.parse(source).body if not _only_makes(node)]
    return next((node.lineno for node in doers if name in _bound([node])), None)


def _only_makes(node: ast.stmt) -> bool:
    if isinstance(node, (*_IMPORTS, *_DEFINITIONS)):
        return True
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return node.value is not None and _is_constant(node.value)
    if isinstance(node, ast.If):
        return _is_constant(node.test) and all(map(_only_makes, [*node.body, *node.orelse]))
    if isinstance(node, ast.Try):
        handled = [inner for handler in node.handlers for inner in handler.body]
        return all(map(_only_makes, [*node.body, *handled, *node.orelse, *node.finalbody]))
    return isinstance(node, ast.Pass) or type(node).__name__ == "TypeAlias"


def _is_constant(expression: ast.expr) -> bool:
    """Whether it can be worked out without calling anything."""
    return all(isinstance(part, _WITHOUT_CALLS) for part in ast.walk(expression))


def _is_for_all(node: ast.stmt) -> bool:
    """`from __future__ import …` changes all of the file; `import *` may bring any name."""
    return isinstance(node, ast.ImportFrom) and (node.module == "__future__" or node.names[0].name == "*")


def _bound(nodes: "Iterable[ast.AST]") -> set[str]:
    """The names that statements set in their own scope."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, _DEFINITIONS):
            names.add(node.name)
        elif isinstance(node, _IMPORTS):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name):
            names |= {node.id} if isinstance(node.ctx, ast.Store) else set()
        else:
            names |= _bound(ast.iter_child_nodes(node))
    return names


def _used(node: ast.stmt) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}
