"""JSON values as objects of classes: enums, dates, paths, dataclasses and their relatives."""

from binascii import a2b_base64, b2a_base64

from runlet_driver.place import Place
from runlet_driver.records import coerce_record, coerce_typed_dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Coerce = Callable[[Any, Any, Place], Any]


def coerce_to_class(value: "Any", kind: "Any", place: Place, coerce: "Coerce") -> "Any":
    """`value` as a `kind`; unchanged when it is one, or when `kind` has no form in JSON. `coerce` is for fields.

    Raises InputError when text is no date, an enum has no such member, a record lacks fields or has others.
    """
    if hasattr(kind, "__required_keys__"):
        return coerce_typed_dict(value, kind, place, coerce)
    if is_one(value, kind):
        return value
    for mark, convert in _BY_MARK:
        if hasattr(kind, mark):
            return convert(value, kind, place, coerce)
    if kind in (tuple, set, frozenset) and isinstance(value, list):
        return kind(value)
    return _from_text(value, kind, place)


def is_one(value: object, kind: "Any") -> bool:
    """Whether `value` is a `kind`; False for annotations that isinstance refuses, such as Any and protocols."""
    try:
        return isinstance(value, kind)
    except TypeError:
        return False


def _enum(value: "Any", kind: "Any", place: Place, _coerce: "Coerce") -> "Any":
    for member in kind:
        told = _as_told(member.value)
        if told == value and isinstance(told, bool) == isinstance(value, bool):
            return member
    if isinstance(value, str) and value in kind.__members__:
        return kind.__members__[value]
    try:
        return kind(value)
    except ValueError:
        raise place.misfit("one of " + ", ".join(repr(_as_told(member.value)) for member in kind), value) from None


def _as_told(value: "Any") -> "Any":
    """A member's value as the input schema writes it: dates in ISO form, bytes in base64, tuples as lists."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bytes):
        return b2a_base64(value, newline=False).decode()
    return list(value) if isinstance(value, tuple) else value


def _pydantic(value: "Any", kind: "Any", _place: Place, _coerce: "Coerce") -> "Any":
    return kind.model_validate(value)


def _from_text(value: "Any", kind: "Any", place: Place) -> "Any":
    """Dates, paths, numbers of exact digits: what JSON has to write as text or number."""
    names = {(base.__module__.partition(".")[0], base.__name__) for base in kind.__mro__}
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


def _path(text: str) -> "Any":
    from pathlib import Path

    return Path(text)


_BY_MARK: "list[tuple[str, Callable[[Any, Any, Place, Coerce], Any]]]" = [
    ("__members__", _enum),
    ("model_validate", _pydantic),
    ("__dataclass_fields__", coerce_record),
    ("_field_defaults", coerce_record),
    ("__attrs_attrs__", coerce_record),
]

_EXAMPLE_UUID = "12345678-1234-5678-1234-567812345678"
# The first name that one of the class's bases bears wins: a datetime is a date too, so it stands before it.
_FROM_JSON: "dict[tuple[str, str], tuple[Any, str, Callable[[Any, Any], Any]]]" = {
    ("datetime", "datetime"): (str, "a time such as '2026-11-21T13:05Z'", lambda kind, iso: kind.fromisoformat(iso)),
    ("datetime", "date"): (str, "a date such as '2026-11-21'", lambda kind, iso: kind.fromisoformat(iso)),
    ("datetime", "time"): (str, "a time of day such as '13:05:00'", lambda kind, iso: kind.fromisoformat(iso)),
    ("datetime", "timedelta"): ((int, float), "a number of seconds", lambda kind, number: kind(seconds=number)),
    ("pathlib", "PurePath"): (str, "a path as text", lambda kind, text: kind(text)),
    ("os", "PathLike"): (str, "a path as text", lambda _kind, text: _path(text)),
    ("builtins", "bytes"): (str, "bytes in base64", lambda _kind, text: a2b_base64(text, strict_mode=True)),
    ("decimal", "Decimal"): ((int, float, str), "a number, or its digits as text", lambda kind, it: kind(str(it))),
    ("uuid", "UUID"): (str, f"a UUID such as '{_EXAMPLE_UUID}'", lambda kind, text: kind(text)),
}
