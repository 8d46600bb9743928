"""Classes in the user's own files as schemas."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.scan.asking import Scan


@pytest.fixture
def schema_of(scan_source: Scan) -> Callable[[str], dict[str, Any]]:
    """The schema of main's one parameter, whose class the source defines under the name C."""

    def read(source: str) -> dict[str, Any]:
        schema: dict[str, Any] = scan_source(f"{source}\ndef main(a: C): pass")["inputSchema"]
        field: dict[str, Any] = schema["properties"]["a"]
        return field

    return read


ENUMS = {
    "by value": (
        "from enum import Enum\nclass C(Enum):\n    A = 'a'\n    B = 'b'",
        {"type": "string", "enum": ["a", "b"]},
    ),
    "int enums": ("import enum\nclass C(enum.IntEnum):\n    A = 1\n    B = 2", {"type": "integer", "enum": [1, 2]}),
    "str mixed in": ("from enum import Enum\nclass C(str, Enum):\n    A = 'x'", {"type": "string", "enum": ["x"]}),
    "auto()": (
        "from enum import Enum, auto\nclass C(Enum):\n    A = 5\n    B = auto()",
        {"type": "integer", "enum": [5, 6]},
    ),
    "auto() of a StrEnum": (
        "import enum\nclass C(enum.StrEnum):\n    AB = enum.auto()",
        {"type": "string", "enum": ["ab"]},
    ),
    "values that cannot be told": ("from enum import Enum\nclass C(Enum):\n    A = f()", {}),
    "private names and methods": (
        "from enum import Enum\nclass C(Enum):\n    _x = 1\n    A = 2\n    def f(self): ...",
        {"type": "integer", "enum": [2]},
    ),
}


@pytest.mark.parametrize(("source", "schema"), ENUMS.values(), ids=ENUMS)
def test_enum_members_are_offered(schema_of: Callable[[str], dict[str, Any]], source: str, schema: Any) -> None:
    assert schema_of(source) == schema


DATACLASS = """
from dataclasses import dataclass, field, KW_ONLY
from typing import ClassVar
@dataclass(frozen=True)
class C:
    '''One device.

    Attributes:
        host: where it listens
    '''
    host: str
    port: int = 22
    tags: list[str] = field(default_factory=list)
    hidden: int = field(init=False, default=3)
    kind: ClassVar[str] = "x"
    _: KW_ONLY
    note: str = None
    '''Shown
    to people.'''
"""


def test_a_dataclass_is_given_by_the_fields_of_its_init(schema_of: Callable[[str], dict[str, Any]]) -> None:
    schema = schema_of(DATACLASS)
    assert list(schema["properties"]) == ["host", "port", "tags", "note"]
    assert (schema["required"], schema["additionalProperties"]) == (["host"], False)


def test_a_dataclass_tells_defaults_and_descriptions(schema_of: Callable[[str], dict[str, Any]]) -> None:
    schema = schema_of(DATACLASS)
    fields = schema["properties"]
    assert schema["description"] == "One device."
    assert fields["host"] == {"type": "string", "description": "where it listens"}
    assert fields["port"] == {"type": "integer", "default": 22}
    assert fields["tags"]["default"] == []
    assert fields["note"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
    assert fields["note"]["description"] == "Shown to people."


def test_inherited_fields_come_first(schema_of: Callable[[str], dict[str, Any]]) -> None:
    schema = schema_of(
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    a: int\n@dataclass\nclass C(A):\n    b: int = 1"
    )
    assert (list(schema["properties"]), schema["required"]) == (["a", "b"], ["a"])


def test_a_class_inside_of_itself_is_a_reference(scan_source: Scan) -> None:
    source = "from dataclasses import dataclass\n@dataclass\nclass C:\n    kids: list['C']\ndef main(a: C): pass"
    schema = scan_source(source)["inputSchema"]
    assert schema["properties"]["a"]["properties"]["kids"]["items"] == {"$ref": "#/$defs/C"}
    assert schema["$defs"]["C"] == schema["properties"]["a"]


def test_typed_dict_keys_are_required_as_told(schema_of: Callable[[str], dict[str, Any]]) -> None:
    schema = schema_of(
        "from typing import TypedDict, NotRequired, Required\n"
        "class A(TypedDict, total=False):\n    x: int\n    y: Required[int]\n"
        "class C(A):\n    z: str\n    w: NotRequired[str]"
    )
    assert schema["required"] == ["y", "z"]
    assert schema["properties"]["w"] == {"type": "string"}


def test_a_named_tuple_is_given_by_name(schema_of: Callable[[str], dict[str, Any]]) -> None:
    schema = schema_of("from typing import NamedTuple\nclass C(NamedTuple):\n    x: int\n    y: int = 0")
    assert (schema["type"], schema["required"]) == ("object", ["x"])


def test_a_pydantic_model_brings_its_bounds(schema_of: Callable[[str], dict[str, Any]]) -> None:
    schema = schema_of(
        "from pydantic import BaseModel, Field\nclass C(BaseModel):\n"
        "    n: int = Field(..., ge=1, description='how many')\n"
        "    m: int = Field(5, le=9)\n    k: list = Field(default_factory=list)\n    p: str = Field(alias='path')"
    )
    assert schema["properties"]["n"] == {"type": "integer", "minimum": 1, "description": "how many"}
    assert schema["properties"]["m"] == {"type": "integer", "maximum": 9, "default": 5}
    assert schema["required"] == ["n", "path"]


def test_an_ordinary_class_can_be_anything(schema_of: Callable[[str], dict[str, Any]]) -> None:
    assert schema_of("class C:\n    x: int = 1") == {}


NEIGHBOURS = {
    "job/script.py": "from models import Config\nimport models.kinds as kinds\ndef main(c: Config, k: kinds.Kind): ...",
    "job/models/__init__.py": "from .config import Config",
    "job/models/config.py": "from dataclasses import dataclass\n@dataclass\nclass Config:\n    n: int",
    "job/models/kinds.py": "from enum import Enum\nclass Kind(Enum):\n    A = 'a'",
}


def test_types_of_neighbour_files_are_found(scan_files: Scan) -> None:
    answer = scan_files(NEIGHBOURS, entry="job/script.py")
    properties = answer["inputSchema"]["properties"]
    assert properties["c"]["properties"] == {"n": {"type": "integer"}}
    assert properties["k"]["enum"] == ["a"]
    assert {one["kind"] for one in answer["imports"] if one["file"] == "job/script.py"} == {"own"}
