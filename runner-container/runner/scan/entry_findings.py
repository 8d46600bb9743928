"""Mistakes about the entry that are better told before the run than found out after it."""

from __future__ import annotations

import sys

from .imports import Import
from .model import Finding, Place
from .names import Module
from .project import Project
from .signature import parameters_of
from .style import runs_nothing, top_level_function

_TRIGGER_PARAMETERS = ("slot", "state", "input")
"""What `trigger` may ask to be given; see `boot/driver/runlet_driver/asking.py`."""


def nothing_runs(module: Module) -> list[Finding]:
    """A file of definitions only, without a `main`: its run would succeed and do nothing."""
    defined = runs_nothing(module.tree)
    if not defined or "main" in defined:
        return []
    named = ", ".join(defined[:5]) + (" and more" if len(defined) > 5 else "")
    message = f"Nothing runs: the file only defines {named}."
    why = "A run executes the file from top to bottom, and here that calls none of them."
    runnable = [name for name in defined if name != "trigger"]
    fix = "Add what is to be run, as main() or as statements; trigger() only says whether it is."
    if runnable:
        fix = f"Rename the function to run to main, or call it at the end: {runnable[-1]}()."
    place = module.place(module.functions[(runnable or defined)[-1]])
    return [Finding("nothing-runs", "warning", place, message, why, fix)]


def trigger_needs(module: Module) -> list[Finding]:
    """A `trigger` with parameters that nobody fills: each scheduled run would fail before it begins."""
    trigger = top_level_function(module.tree, "trigger")
    if trigger is None:
        return []
    required = [one.arg for one, default in parameters_of(trigger.args) if default is None]
    unknown = [name for name in required if name not in _TRIGGER_PARAMETERS]
    if not unknown:
        return []
    needed = ", ".join(unknown)
    message = f"trigger() needs {needed}, which nobody gives it."
    why = (
        "When a schedule runs the script, trigger() is asked first whether the run is to be. It is given slot, state "
        "and input where it names them, and nothing else, so the question fails and with it the run."
    )
    fix = f"Take only slot, state and input, give {needed} a default, or rename the function if it is no such question."
    return [Finding("trigger-parameters", "warning", module.place(trigger), message, why, fix)]


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
