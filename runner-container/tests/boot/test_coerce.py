"""The input as the annotations of main say."""

import collections
import dataclasses
import datetime
import decimal
import enum
import os
import pathlib
import typing
import uuid
from collections.abc import Mapping, Sequence

import pytest


class Colour(enum.Enum):
    RED = "r"
    GREEN = 2


class Special(enum.Enum):
    DAY = datetime.date(2026, 11, 21)
    PAIR = (1, 2)
    RAW = b"raw"


class Level(enum.IntEnum):
    LOW = 1


@dataclasses.dataclass
class Item:
    when: datetime.date
    price: float = 1.0
    parent: "Item | None" = None
    kind: typing.ClassVar[int] = 1
    made: int = dataclasses.field(default=0, init=False)


@dataclasses.dataclass
class Seeded:
    total: int = dataclasses.field(init=False)
    seed: dataclasses.InitVar[datetime.date]

    def __post_init__(self, seed: datetime.date) -> None:
        self.total = seed.day


class Point(typing.NamedTuple):
    x: int
    y: decimal.Decimal = decimal.Decimal(0)


class Options(typing.TypedDict):
    day: datetime.date
    deep: typing.NotRequired[Item]


@dataclasses.dataclass
class Model:
    """Looks like a pydantic model."""

    value: object

    @classmethod
    def model_validate(cls, value: object) -> "Model":
        return cls(value)


UserId = typing.NewType("UserId", int)
Kind = typing.TypeVar("Kind", bound=datetime.date)
DAY, DATE = "2026-11-21", datetime.date(2026, 11, 21)
COERCED = [
    (3, float, 3.0),
    (3, int, 3),
    ("x", int, "x"),
    (None, None, None),
    ("r", Colour, Colour.RED),
    (2, Colour, Colour.GREEN),
    ("GREEN", Colour, Colour.GREEN),
    (1, Level, Level.LOW),
    (DAY, Special, Special.DAY),
    ([1, 2], Special, Special.PAIR),
    ("cmF3", Special, Special.RAW),
    (DAY, datetime.date, DATE),
    ("2026-11-21T01:02:00Z", datetime.datetime, datetime.datetime(2026, 11, 21, 1, 2, tzinfo=datetime.UTC)),
    ("01:02", datetime.time, datetime.time(1, 2)),
    (90, datetime.timedelta, datetime.timedelta(seconds=90)),
    ("a/b", pathlib.Path, pathlib.Path("a/b")),
    ("1.10", decimal.Decimal, decimal.Decimal("1.10")),
    (1.5, decimal.Decimal, decimal.Decimal("1.5")),
    ("00000000-0000-0000-0000-000000000001", uuid.UUID, uuid.UUID(int=1)),
    (DAY, datetime.date | None, DATE),
    (None, typing.Optional[datetime.date], None),
    ("text", int | str, "text"),
    (3, float | None, 3.0),
    ("soon", datetime.date | str, "soon"),
    ([DAY], typing.Union[datetime.date, list[datetime.date]], [DATE]),
    ({"a": 1}, list[int] | dict[str, int], {"a": 1}),
    ("b", typing.Literal["a", "b"], "b"),
    ("r", typing.Literal[Colour.RED], Colour.RED),
    ([DAY], list[datetime.date], [DATE]),
    ([DAY], typing.List[datetime.date], [DATE]),
    ([DAY], Sequence[datetime.date], [DATE]),
    ([1, DAY], tuple[int, datetime.date], (1, DATE)),
    ([DAY, DAY], tuple[datetime.date, ...], (DATE, DATE)),
    ([1, 2, 2], set[int], {1, 2}),
    ([1, 2], frozenset[int], frozenset({1, 2})),
    ([1], set, {1}),
    ([1], tuple, (1,)),
    ([1], collections.deque[int], collections.deque([1])),
    ({"a": DAY}, dict[str, datetime.date], {"a": DATE}),
    ({"1": "r"}, dict[int, Colour], {1: Colour.RED}),
    ({"r": 1}, Mapping[Colour, int], {Colour.RED: 1}),
    ({"a": 1}, collections.OrderedDict[str, int], collections.OrderedDict(a=1)),
    ({"when": DAY, "price": 2}, Item, Item(DATE, 2.0)),
    ({"when": DAY, "parent": {"when": DAY}}, Item, Item(DATE, 1.0, Item(DATE))),
    ({"x": 1, "y": "2"}, Point, Point(1, decimal.Decimal(2))),
    ([1, 2], Point, Point(1, decimal.Decimal(2))),
    ({"day": DAY, "deep": {"when": DAY}}, Options, {"day": DATE, "deep": Item(DATE)}),
    ({"a": 1}, Model, Model({"a": 1})),
    (DAY, typing.Annotated[datetime.date, "doc"], DATE),
    (DAY, typing.Final[datetime.date], DATE),
    (5, UserId, 5),
    (DAY, Kind, DATE),
    (DAY, "datetime.date", DATE),
    (DAY, "NoSuchThing", DAY),
    ({"a": 1}, typing.Any, {"a": 1}),
    ("cmF3", bytes, b"raw"),
    (None, datetime.date, None),
    ("a", os.PathLike, pathlib.Path("a")),
    ({"seed": DAY}, Seeded, Seeded(DATE)),
    ({"a": DAY}, collections.defaultdict[str, datetime.date], collections.defaultdict(None, a=DATE)),
]


def coerced(value: object, hint: object) -> object:
    from runlet_driver.coerce import coerce
    from runlet_driver.place import Place

    return coerce(value, hint, Place("given", globals()))


@pytest.mark.parametrize(("value", "hint", "expected"), COERCED, ids=str)
def test_a_value_becomes_what_its_annotation_says(value: object, hint: object, expected: object) -> None:
    answer = coerced(value, hint)
    assert (type(answer), answer) == (type(expected), expected)


@pytest.mark.parametrize(
    ("value", "hint", "sentence"),
    [
        ("blue", Colour, "`given` should be one of 'r', 2, but is 'blue'."),
        ("c", typing.Literal["a", "b"], "`given` should be one of 'a', 'b', but is 'c'."),
        (True, typing.Literal[1], "`given` should be one of 1, but is True."),
        ("soon", datetime.date, "`given` should be a date such as '2026-11-21', but is 'soon'."),
        (5, datetime.date, "`given` should be a date such as '2026-11-21', but is 5."),
        ("soon", datetime.date | None, "`given` should be a date such as '2026-11-21', but is 'soon'."),
        (True, decimal.Decimal, "`given` should be a number, or its digits as text, but is True."),
        ("x", decimal.Decimal, "`given` should be a number, or its digits as text, but is 'x'."),
        ("not base64!", bytes, "`given` should be bytes in base64, but is 'not base64!'."),
        ([{"when": DAY}, {}], list[Item], "`given[1]` lacks `when`."),
        ({"when": DAY, "made": 1}, Item, "`given` has `made`, but Item has only `when`, `price`, `parent`."),
        ({"when": DAY, "parent": {"when": "x"}}, Item, "`given.parent.when` should be a date such as"),
        ([1], Item, "`given` should be an object with the fields of Item, but is [1]."),
        ([1, 2, 3], Point, "`given` should be a list of at most 2 items, but is [1, 2, 3]."),
        ([1], tuple[int, int], "`given` should be a list of 2 items, but is [1]."),
        ({}, Options, "`given` lacks `day`."),
        ({"x": 1}, dict[int, int], "`given['x']` should be under a key that is a number, but is 'x'."),
        (["y" * 500], list[datetime.date], "`given[0]` should be a date such as '2026-11-21', but is 'yyy"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_converted_is_told_in_a_sentence(value: object, hint: object, sentence: str) -> None:
    from runlet_driver.place import InputError

    with pytest.raises(InputError) as caught:
        coerced(value, hint)
    assert str(caught.value).startswith(sentence)
    assert len(str(caught.value)) < 200
