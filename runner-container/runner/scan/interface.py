"""How a script takes its input: by `main`'s parameters, by argparse or click on argv, or by none of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .argparse_options import argparse_parameters
from .argv import Parameter, argv_of, schema_of
from .click_options import click_parameters
from .model import Schema
from .names import Module
from .project import Project
from .signature import signature_schema
from .style import top_level_function

Declared = tuple[list[Parameter], str | None]
_READERS: dict[str, Callable[[Project, Module], Declared | None]] = {
    "click": click_parameters,
    "argparse": argparse_parameters,
}


@dataclass(frozen=True, slots=True)
class Interface:
    """`argv` says how each property becomes words on the command line; None where input takes another way."""

    kind: str
    schema: Schema | None
    argv: list[dict[str, object]] | None

    def as_json(self) -> dict[str, object]:
        return {"interface": self.kind, "inputSchema": self.schema, "argv": self.argv}


def read_interface(project: Project, module: Module, style: str) -> Interface:
    """Function style first; then the command line that the entry, or a neighbour that it imports, declares."""
    main = top_level_function(module.tree, "main")
    if style == "function" and main is not None:
        return Interface("function", signature_schema(project, module, main), None)
    for home in _homes(project, module):
        for kind, read in _READERS.items():
            declared = read(project, home)
            if declared is not None:
                parameters, description = declared
                return Interface(kind, schema_of(parameters, description), argv_of(parameters))
    return Interface("none", None, None)


def _homes(project: Project, module: Module) -> Iterator[Module]:
    """The entry, then the own modules that it imports directly: programs keep their parser in `cli.py`."""
    yield module
    seen = {module.file}
    for dotted in module.imports.values():
        for name in (dotted, dotted.rpartition(".")[0]):
            home = project.modules.get(name)
            if home is not None and home.file not in seen:
                seen.add(home.file)
                yield home
