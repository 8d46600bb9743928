"""Annotations of main's parameters as JSON Schema."""

import sys

import pytest

from tests.scan.asking import Scan

STRING, INTEGER, NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
IMPORTS = """
import collections.abc
import datetime as dt
import pathlib
import typing as t
import uuid
from datetime import date, datetime, time
from pathlib import Path
from typing import *
from typing import Annotated, Any, Dict, List, Literal, NewType, Optional, Sequence, Set, Tuple, Union
from pydantic import Field
import annotated_types as at
from annotated_types import Ge, Len
UserId = NewType('UserId', int)
Names = list[str]
LIMIT = 9
"""
SCHEMAS = {
    "str": STRING,
    "int": INTEGER,
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "None": NULL,
    "Any": {},
    "object": {},
    "SomethingElse": {},
    "collections.Counter": {},
    "'int'": INTEGER,
    "'list[\"int\"]'": {"type": "array", "items": INTEGER},
    "'not valid ['": {},
    "1 + 2": {},
    "Optional[int]": {"anyOf": [INTEGER, NULL]},
    "t.Optional['int']": {"anyOf": [INTEGER, NULL]},
    "int | None": {"anyOf": [INTEGER, NULL]},
    "Union[int, str, None, int]": {"anyOf": [INTEGER, STRING, NULL]},
    "int | (str | None)": {"anyOf": [INTEGER, STRING, NULL]},
    "Union[int, Any]": {},
    "Union[int]": INTEGER,
    "Literal['a', 'b']": {"type": "string", "enum": ["a", "b"]},
    "Literal[1, 'a', None]": {"enum": [1, "a", None]},
    "Literal[-1]": {"type": "integer", "enum": [-1]},
    "list": {"type": "array"},
    "List[int]": {"type": "array", "items": INTEGER},
    "t.Sequence[str]": {"type": "array", "items": STRING},
    "collections.abc.Iterable[str]": {"type": "array", "items": STRING},
    "set[int]": {"type": "array", "items": INTEGER, "uniqueItems": True},
    "tuple[int, ...]": {"type": "array", "items": INTEGER},
    "Tuple": {"type": "array"},
    "tuple[int, str]": {
        "type": "array",
        "prefixItems": [INTEGER, STRING],
        "items": False,
        "minItems": 2,
        "maxItems": 2,
    },
    "dict": {"type": "object", "additionalProperties": True},
    "Dict[str, int]": {"type": "object", "additionalProperties": INTEGER},
    "collections.abc.Mapping[str, Any]": {"type": "object", "additionalProperties": True},
    "date": {"type": "string", "format": "date"},
    "dt.datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "uuid.UUID": {"type": "string", "format": "uuid"},
    "Path": {"type": "string", "format": "path"},
    "pathlib.Path | None": {"anyOf": [{"type": "string", "format": "path"}, NULL]},
    "UserId": INTEGER,
    "Names": {"type": "array", "items": STRING},
    "Annotated[int, 'how many']": {"type": "integer", "description": "how many"},
    "Annotated[int, Ge(1), at.Le(LIMIT)]": {"type": "integer", "minimum": 1, "maximum": 9},
    "Annotated[str, Len(1, 5)]": {"type": "string", "minLength": 1, "maxLength": 5},
    "Annotated[list[int], Field(min_length=1, description='ids')]": {
        "type": "array",
        "items": INTEGER,
        "minItems": 1,
        "description": "ids",
    },
    "Annotated[float, Field(gt=0, lt=1, multiple_of=0.1)]": {
        "type": "number",
        "exclusiveMinimum": 0,
        "exclusiveMaximum": 1,
        "multipleOf": 0.1,
    },
    "Annotated[str, Field(pattern='^a'), object(), unknown]": {"type": "string", "pattern": "^a"},
    "t.Final[int]": INTEGER,
}


@pytest.mark.parametrize("annotation", SCHEMAS)
def test_annotation_becomes(scan_source: Scan, annotation: str) -> None:
    schema = scan_source(f"{IMPORTS}\ndef main(a: {annotation}): pass")["inputSchema"]
    assert schema["properties"]["a"] == SCHEMAS[annotation]
    assert schema["required"] == ["a"]


ALIASES = {
    "a name for a type": "Row = dict[str, int]",
    "a declared alias": "from typing import TypeAlias\nRow: TypeAlias = 'dict[str, int]'",
    **({"a type statement": "type Row = dict[str, int]"} if sys.version_info >= (3, 12) else {}),
}


@pytest.mark.parametrize("alias", ALIASES.values(), ids=ALIASES)
def test_aliases_are_seen_through(scan_source: Scan, alias: str) -> None:
    schema = scan_source(f"{alias}\ndef main(a: list[Row]): pass")["inputSchema"]
    assert schema["properties"]["a"]["items"] == {"type": "object", "additionalProperties": INTEGER}


def test_a_future_import_of_annotations_changes_nothing(scan_source: Scan) -> None:
    source = "from __future__ import annotations\nfrom typing import Optional\ndef main(a: Optional[int]): pass"
    assert scan_source(source)["inputSchema"]["properties"]["a"] == {"anyOf": [INTEGER, NULL]}


def test_nests_of_types_are_cut_off_by_a_budget(scan_source: Scan) -> None:
    classes = "".join(f"@dataclass\nclass C{n}:\n    a: 'C{n + 1}'\n    b: 'C{n + 1}'\n" for n in range(40))
    answer = scan_source(
        f"from dataclasses import dataclass\n{classes}\ndef main(a: C0, b: {'list[' * 60}int{']' * 60}): pass"
    )
    assert answer["inputSchema"]["properties"]["a"]["type"] == "object"


def test_aliases_in_a_circle_are_anything(scan_source: Scan) -> None:
    assert "a" in scan_source("A = list['B']\nB = list['A']\ndef main(a: A): pass")["inputSchema"]["properties"]
