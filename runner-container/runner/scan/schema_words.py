"""The schemas of plain types, of a list of values, and of a value that may be null."""

from __future__ import annotations

from .constants import UNKNOWN, as_json
from .model import Schema

SIMPLE: dict[str, Schema] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "None": {"type": "null"},
    "NoneType": {"type": "null"},
    "datetime.date": {"type": "string", "format": "date"},
    "datetime.datetime": {"type": "string", "format": "date-time"},
    "datetime.time": {"type": "string", "format": "time"},
    "uuid.UUID": {"type": "string", "format": "uuid"},
    "pathlib.Path": {"type": "string", "format": "path"},
    "pathlib.PurePath": {"type": "string", "format": "path"},
    "pathlib.PosixPath": {"type": "string", "format": "path"},
    "os.PathLike": {"type": "string", "format": "path"},
    "Text": {"type": "string"},
    "LiteralString": {"type": "string"},
}
"""Canonical names of types (`annotations.canonical`) with their schemas; copied by those who add to them."""


def or_null(schema: Schema) -> Schema:
    """The schema with null allowed too: `path: str = None` is what people write for an optional text."""
    null = SIMPLE["None"]
    if not schema or schema == null or null in schema.get("anyOf", ()) or None in schema.get("enum", ()):
        return schema
    if set(schema) == {"anyOf"}:
        return {"anyOf": [*schema["anyOf"], dict(null)]}
    about = {"description": schema["description"]} if "description" in schema else {}
    return {
        "anyOf": [{key: value for key, value in schema.items() if key != "description"}, dict(null)],
        **about,
    }


def enum_schema(values: list[object]) -> Schema:
    """The values in order, with their one type when they share one; {} when a value cannot be told."""
    told = [UNKNOWN if value is UNKNOWN else as_json(value) for value in values]
    if not told or any(value is UNKNOWN for value in told):
        return {}
    kinds = {type(value) for value in told}
    names = {str: "string", int: "integer", bool: "boolean", float: "number"}
    only = names.get(kinds.pop()) if len(kinds) == 1 else None
    return {**({"type": only} if only else {}), "enum": told}
