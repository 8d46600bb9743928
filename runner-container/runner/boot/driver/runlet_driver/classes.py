"""JSON values as objects of classes: enums, dates, paths, dataclasses and their relatives."""

import sys

from runlet_driver.hints import fields_of
from runlet_driver.place import InputError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def coerce_to_class(
    value: "Any", kind: type, place: Place, coerce: "Callable[[Any, Any, Place], Any]"
) -> "Any":
    """`value` as a `kind`; unchanged when it is one already or `kind` says nothing about JSON. `coerce` is for fields.

    Raises InputError when text is no date, an enum has no such member, a record lacks fields or has others.
    """
    if hasattr(kind, "__required_keys__"):
        return _typed_dict(value, kind, place, coerce) if isinstance(value, dict) else value
    if isinstance(value, kind):
        return value
    if hasattr(kind, "__members__"):
        return _enum(value, kind, place)
    if hasattr(kind, "model_validate"):
        return kind.model_validate(value)
    if hasattr(kind, "__dataclass_fields__") or hasattr(kind, "_field_defaults") or hasattr(kind, "__attrs_attrs__"):
        return _record(value, kind, place, coerce)
    if kind in (tuple, set, frozenset) and isinstance(value, list):
        return kind(value)
    return _from_text(value, kind, place)


def _enum(value: "Any", kind: "Any", place: Place) -> "Any":
    for member in kind:
        if member.value == value and isinstance(member.value, bool) == isinstance(value, bool):
            return member
    if isinstance(value, str) and value in kind.__members__:
        return kind.__members__[value]
    try:
        return kind(value)
    except ValueError:
        raise place.misfit("one of " + ", ".join(repr(member.value) for member in kind), value) from None


def _typed_dict(
    value: "dict[str, Any]", kind: "Any", place: Place, coerce: "Callable[[Any, Any, Place], Any]"
) -> "dict[str, Any]":
    hints = fields_of(kind)
    missing = sorted(name for name in kind.__required_keys__ if name not in value)
    if missing:
        raise InputError(f"`{place.text}` lacks {_list(missing)}.")
    return {name: coerce(item, hints.get(name), place.at(f".{name}")) for name, item in value.items()}


def _record(value: "Any", kind: "Any", place: Place, coerce: "Callable[[Any, Any, Place], Any]") -> "Any":
    """dataclass, NamedTuple or attrs class from a dict; a NamedTuple also from a list."""
    hints = fields_of(kind)
    if isinstance(value, list) and hasattr(kind, "_field_defaults"):
        value = dict(zip(kind._fields, value, strict=False))
    if not isinstance(value, dict):
        raise place.misfit(f"an object with the fields of {kind.__name__}", value)
    fields, needed = _fields_and_needed(kind)
    unknown = [name for name in value if name not in fields]
    if unknown:
        raise InputError(f"`{place.text}` has {_list(unknown)}, but {kind.__name__} has only {_list(fields)}.")
    missing = [name for name in needed if name not in value]
    if missing:
        raise InputError(f"`{place.text}` lacks {_list(missing)}.")
    return kind(**{name: coerce(item, hints.get(name), place.at(f".{name}")) for name, item in value.items()})


def _fields_and_needed(kind: "Any") -> tuple[list[str], list[str]]:
    if hasattr(kind, "_field_defaults"):
        return list(kind._fields), [name for name in kind._fields if name not in kind._field_defaults]
    if hasattr(kind, "__attrs_attrs__"):
        nothing = sys.modules["attr"].NOTHING
        fields = [field for field in kind.__attrs_attrs__ if field.init]
        return [field.name for field in fields], [field.name for field in fields if field.default is nothing]
    nothing = sys.modules["dataclasses"].MISSING
    fields = [field for field in sys.modules["dataclasses"].fields(kind) if field.init]
    needed = [field for field in fields if field.default is nothing and field.default_factory is nothing]
    return [field.name for field in fields], [field.name for field in needed]


def _from_text(value: "Any", kind: "Any", place: Place) -> "Any":
    """Dates, paths, numbers of exact digits: what JSON has to write as text or number."""
    names = {(base.__module__, base.__name__) for base in kind.__mro__}
    for name, (accepted, expected, convert) in _FROM_JSON.items():
        if name not in names:
            continue
        if not isinstance(value, accepted) or isinstance(value, bool):
            raise place.misfit(expected, value)
        try:
            return convert(kind, value)
        except (ValueError, ArithmeticError):
            raise place.misfit(expected, value) from None
    return value


def _list(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


_NUMBER = (int, float, str)
# The first name that one of the class's bases bears wins: datetime is a date too, so it stands before it.
_FROM_JSON: "dict[tuple[str, str], tuple[Any, str, Callable[[Any, Any], Any]]]" = {
    ("datetime", "datetime"): (str, "a date and time such as '2026-11-21T13:05:00Z'", lambda k, v: k.fromisoformat(v)),
    ("datetime", "date"): (str, "a date such as '2026-11-21'", lambda k, v: k.fromisoformat(v)),
    ("datetime", "time"): (str, "a time such as '13:05:00'", lambda k, v: k.fromisoformat(v)),
    ("datetime", "timedelta"): ((int, float), "a number of seconds", lambda k, v: k(seconds=v)),
    ("pathlib", "PurePath"): (str, "a path as text", lambda k, v: k(v)),
    ("pathlib._local", "PurePath"): (str, "a path as text", lambda k, v: k(v)),
    ("decimal", "Decimal"): (_NUMBER, "a number, or its digits as text", lambda k, v: k(str(v))),
    ("uuid", "UUID"): (str, "a UUID such as '12345678-1234-5678-1234-567812345678'", lambda k, v: k(v)),
}
