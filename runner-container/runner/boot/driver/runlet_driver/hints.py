"""Annotations as objects, also where they were written as text."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def hints_of(function: "Any") -> "dict[str, Any]":
    """A function's annotations by parameter; without those that cannot be evaluated, which Python ignores too."""
    try:
        written = function.__annotations__
    except (AttributeError, NameError):
        return {}
    known = getattr(function, "__globals__", {})
    hints = {name: evaluated(hint, known) for name, hint in written.items() if name != "return"}
    return {name: hint for name, hint in hints.items() if hint is not None}


def fields_of(kind: type) -> "dict[str, Any]":
    """The annotations of a class and its bases, evaluated where each was written."""
    hints: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        known = getattr(sys.modules.get(base.__module__), "__dict__", {})
        try:
            written = getattr(base, "__annotations__", {})
        except NameError:
            continue
        hints.update({name: evaluated(hint, known) for name, hint in written.items()})
    return {name: hint for name, hint in hints.items() if hint is not None}


def evaluated(hint: "Any", known: "dict[str, Any]") -> "Any":
    """The object that an annotation means; None when it names what does not exist."""
    text = hint if isinstance(hint, str) else getattr(hint, "__forward_arg__", None)
    if text is None:
        return hint
    try:
        return eval(text, known)
    except Exception:
        return None
