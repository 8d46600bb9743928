"""Mistakes about the entry that are better told before the run than found out after it."""

from __future__ import annotations

import sys

from .imports import Import
from .model import Finding, Place
from .names import Module
from .project import Project
from .style import runs_nothing


def nothing_runs(module: Module) -> list[Finding]:
    """A file of definitions only, without a `main`: its run would succeed and do nothing."""
    defined = runs_nothing(module.tree)
    if not defined or "main" in defined or "trigger" in defined:
        return []
    named = ", ".join(defined[:5]) + (" and more" if len(defined) > 5 else "")
    message = f"Nothing runs: the file only defines {named}."
    why = "A run executes the file from top to bottom, and here that calls none of them."
    fix = f"Rename the function to run to main, or call it at the end: {defined[-1]}()."
    return [Finding("nothing-runs", "warning", module.place(module.functions[defined[-1]]), message, why, fix)]


def shadowed_modules(project: Project, imports: list[Import]) -> list[Finding]:
    """`import random` next to an own random.py gets the own file, most often by accident."""
    found = []
    for top in sorted({one.module.partition(".")[0] for one in imports if one.kind == "own" and not one.relative}):
        file = next(
            (name for name in (f"{project.root}{top}.py", f"{project.root}{top}/__init__.py") if name in project.names),
            None,
        )
        if file and top in sys.stdlib_module_names:
            message = f"{file} hides Python's own module {top}."
            why = f"Every import of {top}, also in libraries, gets this file in its place."
            found.append(
                Finding("shadows-standard-module", "warning", Place(file, 1, 1), message, why, "Rename the file.")
            )
    return found
