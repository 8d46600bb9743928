"""All files of a request, read: a project of modules, and what kept files from becoming one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from .decode import Undecodable, decode
from .model import Finding, Place
from .names import Module
from .parse import parse
from .project import Project
from .requirements import declared_in_requirements, declared_in_source

_TOO_LARGE = "{file} is too large or too deeply nested to be read in full; what could be read of it is told."
_WHY = "What it imports, calls and takes as input could not be told before it runs."
Told = TypeVar("Told")
_FIX = "Move large data out of the code into a file next to it, and split very long expressions."


@dataclass(slots=True)
class Reading:
    """`texts` holds every decoded Python file, also those with syntax errors."""

    project: Project
    texts: dict[str, str] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    syntax_errors: list[dict[str, object]] = field(default_factory=list)
    decode_errors: list[dict[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_files(entry: str | None, files: dict[str, bytes | None]) -> Reading:
    """Reads every `.py` file and every requirements.txt whose content was given."""
    reading = Reading(Project(entry, files))
    for file, content in files.items():
        if content is None:
            continue
        if file.endswith(".py"):
            _read_python(reading, file, content)
        elif file.rpartition("/")[2] == "requirements.txt":
            reading.declared |= declared_in_requirements(content.decode("utf-8", "replace"))
    return reading


def within_depth(reading: Reading, module: Module, read: Callable[[], Told], otherwise: Told) -> Told:
    """A source nested just deep enough for Python may be too deep for what reads it: then it is told as unread."""
    try:
        return read()
    except RecursionError:
        reading.findings.append(unread(module.file))
        return otherwise


def unread(file: str) -> Finding:
    """Says that a file is valid as far as Python's compiler tells, but that the scan did not get through it."""
    return Finding("unread-source", "warning", Place(file, 1, 1), _TOO_LARGE.format(file=file), _WHY, _FIX)


def _read_python(reading: Reading, file: str, content: bytes) -> None:
    source = decode(file, content)
    if isinstance(source, Undecodable):
        reading.decode_errors.append(source.as_json())
        return
    reading.texts[file] = source.text
    reading.declared |= declared_in_source(source.text)
    parsed = parse(source)
    if parsed.error:
        reading.syntax_errors.append(parsed.error)
    elif parsed.tree is None:
        reading.findings.append(unread(file))
    else:
        reading.project.add(Module(file, source.text, parsed.tree, reading.project.package_of(file)))
