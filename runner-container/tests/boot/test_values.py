"""Python values as JSON: what is converted, and the sentences for what is not."""

import array
import collections
import dataclasses
import datetime
import decimal
import enum
import json
import pathlib
import types
import typing
import uuid

import pytest


class Colour(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


@dataclasses.dataclass
class Item:
    name: str
    tags: list[str]
    kind: typing.ClassVar[int] = 1


class Point(typing.NamedTuple):
    x: int
    y: float = 0.5


class Frame:
    """Looks like a pandas data frame."""

    columns = ("a",)

    def to_dict(self, orient: str) -> list[dict[str, object]]:
        return [{"a": 1.0}, {"a": float("nan")}] if orient == "records" else []


class Series:
    """Looks like a pandas series."""

    def isna(self) -> None: ...

    def tolist(self) -> list[float]:
        return [1.5, float("nan")]


class Number:
    """Looks like a numpy scalar."""

    def item(self) -> float:
        return 2.5


class Model:
    """Looks like a pydantic model."""

    model_fields: typing.ClassVar[dict[str, object]] = {}

    def model_dump(self, mode: str) -> dict[str, str]:
        return {"mode": mode}


class Text(str):
    def __str__(self) -> str:
        return "other"


NOT_TEXT: typing.Any = b"x"
BYTES_ITEM = Item("a", [NOT_TEXT])
CONVERTED = [
    (Colour.RED, "red"),
    (Level.HIGH, 3),
    (Item("a", ["b"]), {"name": "a", "tags": ["b"]}),
    (Point(1), {"x": 1, "y": 0.5}),
    ((1, (2,)), [1, [2]]),
    (datetime.date(2026, 11, 21), "2026-11-21"),
    (datetime.datetime(2026, 11, 21, 1, 2, tzinfo=datetime.UTC), "2026-11-21T01:02:00+00:00"),
    (datetime.time(1, 2), "01:02:00"),
    (datetime.timedelta(minutes=1.5), 90.0),
    (pathlib.PurePosixPath("a/b"), "a/b"),
    (decimal.Decimal("1.10"), "1.10"),
    (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (types.SimpleNamespace(a=1), {"a": 1}),
    (types.MappingProxyType({"a": 1}), {"a": 1}),
    (collections.OrderedDict(a=1), {"a": 1}),
    (collections.Counter("aa"), {"a": 2}),
    (collections.deque([1]), [1]),
    (range(2), [0, 1]),
    ({"a": 1}.keys(), ["a"]),
    ({"a": 1}.values(), [1]),
    ({"a": 1}.items(), [["a", 1]]),
    (array.array("i", [1, 2]), [1, 2]),
    (Frame(), [{"a": 1.0}, {"a": None}]),
    (Series(), [1.5, None]),
    (Number(), 2.5),
    (Model(), {"mode": "json"}),
    (Text("own"), "own"),
    ({5: 1, 2.5: 2, True: 3, None: 4}, {"5": 1, "2.5": 2, "true": 3, "null": 4}),
    ({Colour.RED: 1, datetime.date(2026, 1, 1): 2}, {"red": 1, "2026-01-01": 2}),
    (["größe ☃ 😀", 2**70, 1e300, -0.0, True, None], ["größe ☃ 😀", 2**70, 1e300, -0.0, True, None]),
]


def problem_of(value: object) -> str:
    """The sentence with which a value is refused."""
    from runlet_values import Unfit, plain, to_json

    with pytest.raises(Unfit) as caught:
        to_json(plain(value, "result"))
    return str(caught.value)


@pytest.mark.parametrize(("value", "expected"), CONVERTED, ids=lambda value: type(value).__name__)
def test_a_value_becomes_json(value: object, expected: object) -> None:
    from runlet_values import plain, to_json

    assert json.loads(to_json(plain(value, "result"))) == expected


@pytest.mark.parametrize(
    ("value", "beginning"),
    [
        ({"items": [0, 1, 2, {3}]}, "`result.items[3]` is a set, which JSON does not have: return a list"),
        ({"a b": {"c": float("nan")}}, "`result['a b'].c` is nan, which JSON has no number for"),
        ([float("-inf")], "`result[0]` is -inf, which JSON has no number for"),
        (BYTES_ITEM, "`result.tags[0]` is bytes, and JSON holds only text"),
        ("\ud800", "`result` holds half a character (the lone surrogate '\\ud800')"),
        ({"\udfff": 1}, "`result['\\udfff']` holds half a character"),
        ((n for n in range(3)), "`result` is a generator, which reading uses up: return list(…) of it."),
        (1j, "`result` is a complex number"),
        (len, "`result` is code (builtin_function_or_method len), not data: was a call's () forgotten?"),
        (Item, "`result` is code (type Item), not data"),
        (object(), "`result` is a object, which JSON cannot hold"),
        ({(1, 2): 3}, "`result` has a key of type tuple, and JSON knows only text there"),
        ({1: "a", "1": "b"}, "`result` has two keys that are the same text in JSON"),
        (10**5000, "The value holds a number that Python does not print"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_a_value_that_json_cannot_hold_is_told_with_its_place(value: object, beginning: str) -> None:
    assert problem_of(value).startswith(beginning)


def test_a_coroutine_nobody_awaited_is_told() -> None:
    async def late() -> None: ...

    waiting = late()
    assert problem_of({"a": waiting}) == (
        "`result.a` is a coroutine that nobody has awaited: write await before the call that made it."
    )
    waiting.close()


def test_data_that_contains_itself_is_told_with_the_place_of_the_return() -> None:
    parent: dict[str, object] = {}
    parent["children"] = [{"parent": parent}]
    assert problem_of(parent).startswith("`result.children[0].parent` contains itself")


def test_the_same_value_twice_is_not_circular() -> None:
    from runlet_values import plain

    twice = [1]
    assert plain([twice, twice], "result") == [[1], [1]]


def test_nesting_has_a_bottom() -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    assert "is nested more than 200 levels deep" in problem_of(deep)
    assert len(problem_of(deep)) < 300
