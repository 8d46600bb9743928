"""Classes in the user's own files as schemas."""

import pytest


@pytest.fixture
def schema_of(scan_source):
    """The schema of main's one parameter, whose class the source defines under the name C."""

    def read(source):
        return scan_source(f"{source}\ndef main(a: C): pass")["inputSchema"]["properties"]["a"]

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
def test_enum_members_are_offered(schema_of, source, schema):
    assert schema_of(source) == schema


def test_a_dataclass_has_its_fields_with_defaults(schema_of):
    schema = schema_of(
        '''
        from dataclasses import dataclass, field, KW_ONLY
        from typing import ClassVar
        @dataclass(frozen=True)
        class C:
            """One device.

            Attributes:
                host: where it listens
            """
            host: str
            port: int = 22
            tags: list[str] = field(default_factory=list)
            hidden: int = field(init=False, default=3)
            kind: ClassVar[str] = "x"
            _: KW_ONLY
            note: str = None
            """Shown
            to people."""
    '''.replace("\n        ", "\n")
    )
    assert schema["required"] == ["host"]
    assert list(schema["properties"]) == ["host", "port", "tags", "note"]
    assert schema["properties"]["host"] == {"type": "string", "description": "where it listens"}
    assert schema["properties"]["port"] == {"type": "integer", "default": 22}
    assert schema["properties"]["tags"]["default"] == []
    assert schema["properties"]["note"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
    assert (schema["additionalProperties"], schema["description"]) == (False, "One device.")
    assert schema["properties"]["note"]["description"] == "Shown to people."


def test_inherited_fields_come_first(schema_of):
    schema = schema_of(
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    a: int\n@dataclass\nclass C(A):\n    b: int = 1"
    )
    assert (list(schema["properties"]), schema["required"]) == (["a", "b"], ["a"])


def test_a_class_inside_of_itself_is_a_reference(scan_source):
    source = "from dataclasses import dataclass\n@dataclass\nclass C:\n    kids: list['C']\ndef main(a: C): pass"
    schema = scan_source(source)["inputSchema"]
    assert schema["properties"]["a"]["properties"]["kids"]["items"] == {"$ref": "#/$defs/C"}
    assert schema["$defs"]["C"] == schema["properties"]["a"]


def test_typed_dict_keys_are_required_as_told(schema_of):
    schema = schema_of(
        "from typing import TypedDict, NotRequired, Required\n"
        "class A(TypedDict, total=False):\n    x: int\n    y: Required[int]\n"
        "class C(A):\n    z: str\n    w: NotRequired[str]"
    )
    assert schema["required"] == ["y", "z"]
    assert schema["properties"]["w"] == {"type": "string"}


def test_a_named_tuple_is_given_by_name(schema_of):
    schema = schema_of("from typing import NamedTuple\nclass C(NamedTuple):\n    x: int\n    y: int = 0")
    assert (schema["type"], schema["required"]) == ("object", ["x"])


def test_a_pydantic_model_brings_its_bounds(schema_of):
    schema = schema_of(
        "from pydantic import BaseModel, Field\nclass C(BaseModel):\n"
        "    n: int = Field(..., ge=1, description='how many')\n"
        "    m: int = Field(5, le=9)\n    k: list = Field(default_factory=list)\n    p: str = Field(alias='path')"
    )
    assert schema["properties"]["n"] == {"type": "integer", "minimum": 1, "description": "how many"}
    assert schema["properties"]["m"] == {"type": "integer", "maximum": 9, "default": 5}
    assert schema["required"] == ["n", "path"]


def test_an_ordinary_class_can_be_anything(schema_of):
    assert schema_of("class C:\n    x: int = 1") == {}


def test_types_of_neighbour_files_are_found(scan_files):
    answer = scan_files(
        {
            "job/script.py": (
                "from models import Config\nimport models.kinds as kinds\ndef main(c: Config, k: kinds.Kind): pass"
            ),
            "job/models/__init__.py": "from .config import Config",
            "job/models/config.py": "from dataclasses import dataclass\n@dataclass\nclass Config:\n    n: int",
            "job/models/kinds.py": "from enum import Enum\nclass Kind(Enum):\n    A = 'a'",
        },
        entry="job/script.py",
    )
    properties = answer["inputSchema"]["properties"]
    assert properties["c"]["properties"] == {"n": {"type": "integer"}}
    assert properties["k"]["enum"] == ["a"]
    assert {one["kind"] for one in answer["imports"] if one["file"] == "job/script.py"} == {"own"}
