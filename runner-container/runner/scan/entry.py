"""Which file of a script is the one that runs."""

from __future__ import annotations

from collections.abc import Sequence

USUAL_NAMES = ("script.py", "main.py", "__main__.py", "app.py", "run.py")
_LISTED = 12


def choose_entry(files: Sequence[str], wanted: str | None) -> tuple[str | None, str | None]:
    """The entry and None, or None and a sentence that names the candidates."""
    candidates = sorted(name for name in files if name.endswith(".py"))
    if wanted is not None:
        return _as_wanted(candidates, wanted)
    if len(candidates) == 1:
        return candidates[0], None
    if not candidates:
        return (
            None,
            f"There is no Python file among the {len(files)} files given. Add one whose name ends in .py.",
        )
    top = _shared_top(files)
    for name in USUAL_NAMES:
        if top + name in candidates:
            return top + name, None
    return None, _undecided(candidates)


def _as_wanted(candidates: list[str], wanted: str) -> tuple[str | None, str | None]:
    if wanted in candidates:
        return wanted, None
    return (
        None,
        f"The entry {wanted!r} is not among the Python files given. Name one of: {_listed(candidates)}.",
    )


def _undecided(candidates: list[str]) -> str:
    usual = ", ".join(USUAL_NAMES)
    asked = f"Which file runs? None of {usual} is at the top."
    return f"{asked} Name the entry, or rename it to script.py: {_listed(candidates)}."


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return (", ".join(names[:_LISTED]) or "(none)") + more


def _shared_top(files: Sequence[str]) -> str:
    """The one folder that holds all files, with its slash, as archives of a folder have; else nothing."""
    tops = {name.split("/", 1)[0] if "/" in name else "" for name in files}
    only = tops.pop() if len(tops) == 1 else ""
    return f"{only}/" if only else ""
