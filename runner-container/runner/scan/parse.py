"""Text to a syntax tree. CPython's compiler is the judge of what is a syntax error, not the tree's builder."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

from .model import Source

_TOO_DEEP = "too many nested parentheses, blocks or operators for Python's own parser ({name}): split it into steps"
_LARGE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, or a syntax error, or neither: then the file is valid or too large to say, and could not be read."""

    tree: ast.Module | None
    error: dict[str, object] | None


def parse(source: Source) -> Parsed:
    """Compiles (which also finds `return` outside a function and the like), then builds the tree. Runs nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source.text, source.file, "exec", dont_inherit=True)
        except SyntaxError as error:
            return Parsed(None, _told(source, error))
        except (RecursionError, MemoryError, ValueError, OverflowError) as error:
            return _gave_up(source, error)
        return Parsed(_tree(source), None)


def _tree(source: Source) -> ast.Module | None:
    """None when the code compiles but its tree is too deep or too large to be built."""
    try:
        return ast.parse(source.text, source.file)
    except (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError):
        return None


def _gave_up(source: Source, error: Exception) -> Parsed:
    """A large file may exhaust the scanner's memory although Python can run it; a small one can only be too deep."""
    if isinstance(error, MemoryError) and len(source.text) > _LARGE:
        return Parsed(None, None)
    deep = isinstance(error, (RecursionError, MemoryError))
    message = _TOO_DEEP.format(name=type(error).__name__) if deep else str(error)
    return Parsed(None, syntax_error(source.file, 1, 1, message))


def _told(source: Source, error: SyntaxError) -> dict[str, object]:
    return syntax_error(
        source.file, max(error.lineno or 1, 1), max(error.offset or 1, 1), error.msg or "invalid syntax"
    )


def syntax_error(file: str, line: int, column: int, message: str) -> dict[str, object]:
    """One entry of the answer's `syntaxErrors`; line and column count from 1."""
    return {"file": file, "line": line, "column": column, "message": message}
