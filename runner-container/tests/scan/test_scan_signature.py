"""The input schema as main's signature and docstring tell it."""

import pytest

from tests.scan.asking import Scan

DEFAULTS = {
    "a=1": 1,
    "a=-1.5": -1.5,
    "a='x'": "x",
    "a=(1, 2)": [1, 2],
    "a={3}": [3],
    "a={'k': [True, None]}": {"k": [True, None]},
    "a=b'hi'": "aGk=",
    "a=LIMIT": 10,
    "a=Color.RED": "red",
    "a=Color.RED.value": "red",
    "a=Path('x/y')": "x/y",
    "a=Path()": ".",
    "a=date(2024, 2, 3)": "2024-02-03",
    "a='a' + 'b'": "ab",
    "a=list((1, 2))": [1, 2],
    "a=[LIMIT]": [10],
    "a=None": None,
}
HEAD = """
from enum import Enum
from pathlib import Path
from datetime import date
LIMIT = 10
class Color(Enum):
    RED = 'red'
"""


@pytest.mark.parametrize("parameter", DEFAULTS)
def test_default_is_told(scan_source: Scan, parameter: str) -> None:
    schema = scan_source(f"{HEAD}\ndef main({parameter}): pass")["inputSchema"]
    assert schema["properties"]["a"]["default"] == DEFAULTS[parameter]
    assert schema["required"] == []


@pytest.mark.parametrize(
    "default",
    [
        "f()",
        "float('nan')",
        "1e999",
        "object",
        "{1: 2}",
        "2j",
        "x.y.z",
        "date(99999, 1, 1)",
        "[f()]",
        "Path(f())",
        "1 + f()",
        "date(year=1)",
    ],
)
def test_a_default_that_cannot_be_told_makes_it_optional_all_the_same(scan_source: Scan, default: str) -> None:
    schema = scan_source(f"{HEAD}\ndef main(a: int = {default}): pass")["inputSchema"]
    assert (schema["properties"]["a"], schema["required"]) == ({"type": "integer"}, [])


def test_all_kinds_of_parameters(scan_source: Scan) -> None:
    schema = scan_source("def main(a, /, b, c=1, *args, d, e=2, **rest): pass")["inputSchema"]
    assert list(schema["properties"]) == ["a", "b", "c", "d", "e"]
    assert schema["required"] == ["a", "b", "d"]
    assert schema["additionalProperties"] is True


def test_without_keyword_arguments_nothing_else_is_taken(scan_source: Scan) -> None:
    assert scan_source("def main(): pass")["inputSchema"] == {
        "type": "object",
        "properties": {},
        "required": [],
        "additionalProperties": False,
    }


def test_annotated_keyword_arguments_are_held_to_their_type(scan_source: Scan) -> None:
    assert scan_source("def main(**rest: int): pass")["inputSchema"]["additionalProperties"] == {"type": "integer"}


def test_an_optional_text_takes_null(scan_source: Scan) -> None:
    schema = scan_source(
        "from typing import Annotated, Literal\n"
        "def main(a: str = None, b: int | str = None, c: Annotated[int, 'n'] = None, "
        "d: Literal[1, None] = None): pass"
    )
    properties = schema["inputSchema"]["properties"]
    assert properties["a"] == {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}
    assert properties["b"]["anyOf"][-1] == {"type": "null"}
    assert properties["c"]["description"] == "n"
    assert properties["d"] == {"enum": [1, None], "default": None}


def test_pydantic_fields_as_defaults(scan_source: Scan) -> None:
    schema = scan_source(
        "from pydantic import Field\n"
        "def main(a: int = Field(5, ge=1), b: int = Field(..., le=2), c: int = Field(default=3)): pass"
    )
    assert schema["inputSchema"]["properties"]["a"] == {"type": "integer", "minimum": 1, "default": 5}
    assert schema["inputSchema"]["required"] == ["b"]
    assert schema["inputSchema"]["properties"]["c"]["default"] == 3


DOCS = {
    "Google": (
        "Do it.\n\n    Args:\n        a (int, optional): first\n            and more\n"
        "        b: second: with colon\n\n    Returns:\n        c: no parameter"
    ),
    "numpy": (
        "Do it.\n\n    Parameters\n    ----------\n    a : int\n        first\n"
        "        and more\n    b\n        second: with colon\n\n    Returns\n"
        "    -------\n    c : int\n        none"
    ),
    "reST": "Do it.\n\n    :param int a: first\n        and more\n    :param b: second: with colon\n    :returns: none",
}


@pytest.mark.parametrize("doc", DOCS.values(), ids=DOCS)
def test_docstring_describes_parameters(scan_source: Scan, doc: str) -> None:
    answer = scan_source(f'def main(a, b, c=1):\n    """{doc}\n    """'.encode())
    properties = answer["inputSchema"]["properties"]
    assert properties["a"]["description"] == "first and more"
    assert properties["b"]["description"] == "second: with colon"
    assert "description" not in properties["c"]
    assert answer["inputSchema"]["description"] == "Do it."
    assert answer["doc"].startswith("Do it.")


def test_the_annotation_describes_before_the_docstring(scan_source: Scan) -> None:
    main = 'def main(a: Annotated[int, "nearer"]):\n    """X\n\n    Args:\n        a: farther\n    """'
    source = f"from typing import Annotated\n{main}"
    assert scan_source(source.encode())["inputSchema"]["properties"]["a"]["description"] == "nearer"


def test_a_script_style_file_tells_its_own_docstring(scan_source: Scan) -> None:
    answer = scan_source('"""Counts things."""\nprint(1)')
    assert (answer["doc"], answer["inputSchema"], answer["argv"], answer["interface"]) == (
        "Counts things.",
        None,
        None,
        "none",
    )
