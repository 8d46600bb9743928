"""Command-line parameters, however declared, as an input schema and as the way back to words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .constants import UNKNOWN, as_json
from .model import Schema


@dataclass(slots=True)
class Parameter:
    """One option or positional of a command. `command` is the sub-command it belongs to, None for all."""

    name: str
    kind: str
    schema: Schema
    flags: list[str] = field(default_factory=list)
    negative: str | None = None
    multiple: bool = False
    repeat: bool = False
    required: bool = False
    default: Any = UNKNOWN
    help: str | None = None
    command: str | None = None

    def as_json(self) -> dict[str, object]:
        """The entry of the answer's `argv`."""
        return {
            "name": self.name,
            "kind": self.kind,
            "flags": self.flags,
            "negative": self.negative,
            "multiple": self.multiple,
            "repeat": self.repeat,
            "command": self.command,
        }


def schema_of(parameters: list[Parameter], description: str | None) -> Schema:
    """What a sub-command requires is not required of the input as a whole: the program itself asks for it."""
    schema: Schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    for parameter in parameters:
        known = schema["properties"].get(parameter.name)
        schema["properties"][parameter.name] = _merged(known, _property(parameter))
        if parameter.required and parameter.command is None and parameter.name not in schema["required"]:
            schema["required"].append(parameter.name)
    if description:
        schema["description"] = " ".join(description.split())
    return schema


def argv_of(parameters: list[Parameter]) -> list[dict[str, object]]:
    """Options, positionals, the sub-command, its options, its positionals, each in the order declared."""
    return [parameter.as_json() for parameter in sorted(parameters, key=_rank)]


def _rank(parameter: Parameter) -> int:
    if parameter.kind == "command":
        return 2
    return (3 if parameter.command else 0) + (parameter.kind == "positional")


def _property(parameter: Parameter) -> Schema:
    schema = dict(parameter.schema)
    default = UNKNOWN if parameter.default is UNKNOWN else as_json(parameter.default)
    if default is not UNKNOWN and default is not None:
        schema["default"] = default
    if parameter.help:
        schema["description"] = " ".join(parameter.help.split())
    return schema


def _merged(known: Schema | None, fresh: Schema) -> Schema:
    """Two sub-commands may use one name for different things: then either is accepted."""
    if known is None or known == fresh:
        return fresh
    forms = [
        {key: value for key, value in part.items() if key not in ("default", "description")} for part in (known, fresh)
    ]
    return {**known, **fresh} if forms[0] == forms[1] else {"anyOf": [known, fresh]}


def listed(schema: Schema, least: int = 0, most: int | None = None) -> Schema:
    """An array of what `schema` describes."""
    array: Schema = {"type": "array", "items": schema}
    if least:
        array["minItems"] = least
    if most is not None:
        array["maxItems"] = most
    return array
