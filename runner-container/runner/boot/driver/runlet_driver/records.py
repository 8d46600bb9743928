"""JSON objects as dataclasses, named tuples, attrs classes and typed dicts."""

import sys

from runlet_driver.hints import fields_of
from runlet_driver.place import InputError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Coerce = Callable[[Any, Any, Place], Any]


def coerce_typed_dict(value: "Any", kind: "Any", place: Place, coerce: "Coerce") -> "Any":
    """A dict whose known fields are coerced; anything but a dict unchanged. Raises InputError for missing fields."""
    if not isinstance(value, dict):
        return value
    hints = fields_of(kind)
    _refuse_missing([name for name in sorted(kind.__required_keys__) if name not in value], place)
    return {name: coerce(item, hints.get(name), place.at(f".{name}")) for name, item in value.items()}


def coerce_record(value: "Any", kind: "Any", place: Place, coerce: "Coerce") -> "Any":
    """A dataclass, NamedTuple or attrs class from a dict; a NamedTuple also from a list.

    Raises InputError for fields that are missing or unknown, and what the class's own `__post_init__` raises.
    """
    hints = fields_of(kind)
    if isinstance(value, list) and hasattr(kind, "_field_defaults"):
        if len(value) > len(kind._fields):
            raise place.misfit(f"a list of at most {len(kind._fields)} items", value)
        value = dict(zip(kind._fields, value, strict=False))
    if not isinstance(value, dict):
        raise place.misfit(f"an object with the fields of {kind.__name__}", value)
    fields, needed = _fields_and_needed(kind)
    unknown = [name for name in value if name not in fields]
    if unknown:
        raise InputError(f"`{place.text}` has {_list(unknown)}, but {kind.__name__} has only {_list(fields)}.")
    _refuse_missing([name for name in needed if name not in value], place)
    return kind(**{name: coerce(item, hints.get(name), place.at(f".{name}")) for name, item in value.items()})


def _fields_and_needed(kind: "Any") -> tuple[list[str], list[str]]:
    """The names of all fields, and of those without a default."""
    if hasattr(kind, "_field_defaults"):
        return list(kind._fields), [name for name in kind._fields if name not in kind._field_defaults]
    if hasattr(kind, "__attrs_attrs__"):
        nothing = sys.modules["attr"].NOTHING
        fields = [field for field in kind.__attrs_attrs__ if field.init]
        return [field.alias for field in fields], [field.alias for field in fields if field.default is nothing]
    nothing = sys.modules["dataclasses"].MISSING
    # dataclasses.fields() leaves out InitVar, which the class takes as well.
    fields = [field for field in kind.__dataclass_fields__.values() if field.init and not _of_class(field)]
    needed = [field for field in fields if field.default is nothing and field.default_factory is nothing]
    return [field.name for field in fields], [field.name for field in needed]


def _of_class(field: "Any") -> bool:
    return getattr(field._field_type, "name", "") == "_FIELD_CLASSVAR"


def _refuse_missing(missing: list[str], place: Place) -> None:
    if missing:
        raise InputError(f"`{place.text}` lacks {_list(missing)}.")


def _list(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
