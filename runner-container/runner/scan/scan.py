"""One scan: files in, one answer out. Reads the script without running or importing any of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from .decode import Undecodable, decode
from .entry import choose_entry
from .interface import Interface, read_interface
from .model import Finding, Place
from .names import Module
from .parse import parse
from .project import Project
from .request import Request
from .style import emptiness, style_of, top_level_function

_TOO_LARGE = (
    "The file is valid as far as Python's compiler says, but too large or too deep to be read in full."
)


@dataclass(slots=True)
class _Read:
    """What came of reading all Python files of a request."""

    texts: dict[str, str] = field(default_factory=dict)
    syntax_errors: list[dict[str, object]] = field(default_factory=list)
    decode_errors: list[dict[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def scan(request: Request) -> dict[str, object]:
    """The answer in the form that the package's docstring gives."""
    entry, problem = choose_entry(list(request.files), request.entry)
    project = Project(entry, request.files)
    read = _Read()
    for file, content in request.files.items():
        if file.endswith(".py") and content is not None:
            _read_file(project, file, content, read)
    module = project.modules.get(project.dotted_name(entry)) if entry else None
    answer: dict[str, object] = {"id": request.id, "entry": entry, "entryProblem": problem}
    answer.update(_about_entry(project, module, read.texts.get(entry or "")))
    answer["syntaxErrors"] = read.syntax_errors
    answer["decodeErrors"] = read.decode_errors
    answer["imports"] = []
    answer["findings"] = [finding.as_json() for finding in read.findings]
    return answer


def _read_file(project: Project, file: str, content: bytes, read: _Read) -> None:
    source = decode(file, content)
    if isinstance(source, Undecodable):
        read.decode_errors.append(source.as_json())
        return
    read.texts[file] = source.text
    parsed = parse(source)
    if parsed.error:
        read.syntax_errors.append(parsed.error)
    elif parsed.tree is None:
        read.findings.append(_unread(file))
    else:
        project.add(Module(file, source.text, parsed.tree, project.package_of(file)))


def _about_entry(project: Project, module: Module | None, text: str | None) -> dict[str, object]:
    if module is None:
        nothing = Interface("none", None, None)
        empty = "file" if text is not None and not text.strip() else None
        return {"style": "script", **nothing.as_json(), "hasTrigger": False, "doc": None, "empty": empty}
    style = style_of(module.tree)
    return {
        "style": style,
        **read_interface(project, module, style).as_json(),
        "hasTrigger": top_level_function(module.tree, "trigger") is not None,
        "doc": _doc(module, style),
        "empty": emptiness(module.tree, module.text),
    }


def _doc(module: Module, style: str) -> str | None:
    main = top_level_function(module.tree, "main") if style == "function" else None
    return (ast.get_docstring(main) if main else None) or ast.get_docstring(module.tree)


def _unread(file: str) -> Finding:
    why = "What it imports, calls and takes as input could not be told before it runs."
    fix = "Move large data out of the code into a file next to it, and split very long expressions."
    return Finding("unread-source", "warning", Place(file, 1, 1), _TOO_LARGE, why, fix)
