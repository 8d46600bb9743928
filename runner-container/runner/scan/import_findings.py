"""What there is to say about imports: not allowed by the level, or not to be found."""

from __future__ import annotations

from .contract import security_levels
from .findings import Rules
from .imports import Import
from .model import Finding
from .package_names import PACKAGE_OF, REMOVED_FROM_STANDARD, WELL_KNOWN
from .project import Project

_ABSENT = "import {name} would fail: there is no such module here."
_WHY = "The script would end with ModuleNotFoundError at this line."
_WHY_GUARDED = "The line may never be reached, or its failure may be expected; if not, it ends in ModuleNotFoundError."


def import_findings(found: list[Import], rules: Rules, allowed: frozenset[str] | None) -> list[Finding]:
    """Findings for one file's imports. `allowed` takes the place of the level's own list; its denials stay."""
    findings = [_not_allowed(one, rules, allowed) for one in found if one.kind != "own" and not one.relative]
    missing = [_missing(one) for one in found if one.kind == "missing"]
    return [finding for finding in [*findings, *missing] if finding is not None]


def relative_in_entry(found: list[Import], project: Project, entry: str) -> list[Finding]:
    """The file that runs is `__main__` and has no package, whatever folder it lies in."""
    message = "The file that runs cannot import relatively."
    why = "Python runs it as __main__, outside of any package: ImportError, no known parent package."
    fix = "Write `from helpers import x` in place of `from .helpers import x`."
    return [
        Finding("relative-import-in-entry", "warning", one.place, message, why, fix)
        for one in found
        if one.relative and one.place.file == entry and not one.guarded and not project.package_of(entry)
    ]


def _not_allowed(one: Import, rules: Rules, allowed: frozenset[str] | None) -> Finding | None:
    severity = _denied(one.module, rules, allowed)
    if severity is None:
        return None
    body = security_levels()["rules"]["import-not-allowed"]
    message = body["message"].format(name=one.module, level=rules.level)
    return Finding("import-not-allowed", severity, one.place, message, body["why"], body["fix"])


def _denied(name: str, rules: Rules, allowed: frozenset[str] | None) -> str | None:
    """The severity, or None when the import is allowed. `runlet` always is."""
    parents = [name.rsplit(".", cut)[0] for cut in range(name.count(".") + 1)]
    denial: dict[str, str] = rules.imports["deny"]
    hit = next((denial[parent] for parent in parents if parent in denial), None)
    listed = allowed if allowed is not None else rules.imports["allow"]
    free = listed is None or parents[-1] in ("runlet", "__future__") or any(parent in listed for parent in parents)
    if not free:
        return rules.severity["import-not-allowed"]
    return None if allowed is not None and any(parent in allowed for parent in parents) and hit != "error" else hit


def _missing(one: Import) -> Finding:
    top = one.module.partition(".")[0]
    rule = "missing-neighbour" if one.relative else "missing-module"
    severity = "info" if one.guarded else "warning"
    why = _WHY_GUARDED if one.guarded else _WHY
    return Finding(rule, severity, one.place, _ABSENT.format(name=one.module), why, _fix(one, top))


def _fix(one: Import, top: str) -> str:
    neighbour = f"run the whole folder that holds {_path(one.module)}: runlet run <folder>"
    if one.relative or ("." in one.module and top not in WELL_KNOWN and top not in PACKAGE_OF):
        return neighbour[0].upper() + neighbour[1:] + "."
    if top in REMOVED_FROM_STANDARD:
        since, successor = REMOVED_FROM_STANDARD[top]
        return f"Python {since} removed {top}; its place is taken by {successor}."
    package = PACKAGE_OF.get(top, top)
    declare = f"Install the package {package} for the interpreter that runs scripts, which `runlet doctor` names"
    return (
        f"{declare}."
        if top in PACKAGE_OF or top in WELL_KNOWN
        else f"{declare}; if {top} is a file of yours, {neighbour}."
    )


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"
