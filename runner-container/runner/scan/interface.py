"""How a script takes its input: by `main`'s parameters, by argparse or click on argv, or by none of these."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Schema
from .names import Module
from .project import Project
from .signature import signature_schema
from .style import top_level_function


@dataclass(frozen=True, slots=True)
class Interface:
    """`argv` says how each property becomes words on the command line; None where input is not passed that way."""

    kind: str
    schema: Schema | None
    argv: list[dict[str, object]] | None

    def as_json(self) -> dict[str, object]:
        return {"interface": self.kind, "inputSchema": self.schema, "argv": self.argv}


def read_interface(project: Project, module: Module, style: str) -> Interface:
    """Function style first; then what the entry declares."""
    main = top_level_function(module.tree, "main")
    if style == "function" and main is not None:
        return Interface("function", signature_schema(project, module, main), None)
    return Interface("none", None, None)
