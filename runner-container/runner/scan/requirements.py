"""The packages that a script declares: requirements.txt, or the block of PEP 723 in the source itself."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable

from .package_names import PACKAGE_OF

_NAME = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_OPENING = re.compile(r"(?m)^# /// script[ \t]*\r?$")
_LONGEST = 1_000_000


def declared_in_requirements(text: str) -> set[str]:
    """Normalised package names; options, comments and addresses without a name are passed over."""
    lines = (line.split(" #")[0].strip() for line in text[:_LONGEST].splitlines())
    return _names(line for line in lines if line and line[0] not in "#-")


def declared_in_source(text: str) -> set[str]:
    """Normalised package names of the `# /// script` block; without a block of TOML there are none."""
    opening = _OPENING.search(text[:_LONGEST])
    if opening is None:
        return set()
    lines = _block(text[opening.end() : _LONGEST].splitlines()[1:])
    try:
        dependencies = tomllib.loads("\n".join(lines)).get("dependencies")
    except (tomllib.TOMLDecodeError, RecursionError):
        return set()
    return (
        _names(entry for entry in dependencies if isinstance(entry, str)) if isinstance(dependencies, list) else set()
    )


def _block(lines: list[str]) -> list[str]:
    """The comment's lines up to its last `# ///`, without their marks; nothing if it is never closed."""
    comment = list(itertools.takewhile(lambda line: line == "#" or line.startswith("# "), lines))
    while comment and comment[-1].rstrip() != "# ///":
        comment.pop()
    return [line[2:] for line in comment[:-1]]


def provides(declared: set[str], module: str) -> bool:
    """Does a declared package bring this top-level module, by name, by known alias, or by a usual prefix?"""
    own = normalised(module)
    usual = {own, f"python-{own}", f"py{own}", f"{own}-python", normalised(PACKAGE_OF.get(module, module))}
    return bool(usual & declared) or any(name.startswith(f"{own}-") for name in declared)


def normalised(name: str) -> str:
    """PEP 503: `Ruamel.YAML` and `ruamel_yaml` are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _names(entries: Iterable[str]) -> set[str]:
    return {normalised(found[1]) for entry in entries if (found := _NAME.match(entry))}
