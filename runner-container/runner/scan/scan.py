"""One scan: files in, one answer out. Reads the script without running or importing any of it."""

from __future__ import annotations

import ast

from .entry import choose_entry
from .entry_findings import nothing_runs, shadowed_modules, trigger_needs
from .findings import Rules, dangerous_uses, rules_of
from .import_findings import import_findings, relative_in_entry
from .imports import Import, read_imports
from .interface import Interface, read_interface
from .names import Module
from .reading import Reading, read_files, within_depth
from .request import Request
from .secrets import secrets_assigned, secrets_in_text
from .style import emptiness, style_of, top_level_function

_NO_INTERFACE = Interface("none", None, None)


def scan(request: Request) -> dict[str, object]:
    """The answer in the form that the package's docstring gives."""
    entry, problem = choose_entry(list(request.files), request.entry)
    reading = read_files(entry, request.files)
    project = reading.project
    module = project.modules.get(project.dotted_name(entry)) if entry else None
    answer: dict[str, object] = {"id": request.id, "entry": entry, "entryProblem": problem}
    answer.update(_about_entry(reading, module, reading.texts.get(entry or "")))
    imports = _about_modules(reading, request, entry or "")
    answer["syntaxErrors"] = reading.syntax_errors
    answer["decodeErrors"] = reading.decode_errors
    answer["imports"] = [one.as_json() for one in imports]
    ordered = sorted(reading.findings, key=lambda one: (one.place.file, one.place.line, one.place.column))
    answer["findings"] = [finding.as_json() for finding in ordered]
    return answer


def _about_entry(reading: Reading, module: Module | None, text: str | None) -> dict[str, object]:
    if module is None:
        empty = "file" if text is not None and not text.strip() else None
        return {
            "style": "script",
            **_NO_INTERFACE.as_json(),
            "hasTrigger": False,
            "doc": None,
            "empty": empty,
        }
    style = style_of(module.tree)
    interface = within_depth(reading, module, lambda: read_interface(reading.project, module, style), _NO_INTERFACE)
    reading.findings += nothing_runs(module) + trigger_needs(module)
    return {
        "style": style,
        **interface.as_json(),
        "hasTrigger": top_level_function(module.tree, "trigger") is not None,
        "doc": _doc(module, style),
        "empty": emptiness(module.tree, module.text),
    }


def _about_modules(reading: Reading, request: Request, entry: str) -> list[Import]:
    """Imports of all own files; what there is to find in them goes into the reading."""
    rules = rules_of(request.level)
    project = reading.project
    imports: list[Import] = []
    for module in project.modules.values():
        found = _imports_of(reading, module)
        imports += found
        reading.findings += import_findings(found, rules, request.allowed_imports)
        reading.findings += relative_in_entry(found, project, entry)
        _find_uses(reading, module, rules)
    reading.findings += shadowed_modules(project, imports)
    for file, text in reading.texts.items():
        reading.findings += secrets_in_text(file, text)
    return imports


def _imports_of(reading: Reading, module: Module) -> list[Import]:
    return within_depth(reading, module, lambda: read_imports(reading.project, module, reading.declared), [])


def _find_uses(reading: Reading, module: Module, rules: Rules) -> None:
    reading.findings += within_depth(reading, module, lambda: dangerous_uses(module, rules), [])
    reading.findings += secrets_assigned(module)


def _doc(module: Module, style: str) -> str | None:
    main = top_level_function(module.tree, "main") if style == "function" else None
    return (ast.get_docstring(main) if main else None) or ast.get_docstring(module.tree)
