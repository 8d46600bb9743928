"""One step from a value that JSON does not know towards one that it knows."""

import sys
from _collections_abc import Mapping, Sequence, ValuesView, dict_items, dict_keys

from runlet_values.refuse import NO_TEXT, Refused, is_nan, refuse

__all__ = ["Refused", "converted", "key_text"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def converted(value: "Any") -> object:
    """`value` in a simpler form, which may need further steps itself.

    dataclass, named tuple, attrs, pydantic and SimpleNamespace → dict · Enum → its value · date, time, datetime → ISO
    text · timedelta → seconds · Path, UUID, Decimal → text · data frame → list of rows · series and array → list ·
    other mappings and sequences → dict and list. Raises Refused for everything else.
    """
    if isinstance(value, NO_TEXT):
        raise refuse(value)
    for module, name, convert in _BY_CLASS:
        # A class whose module nobody has loaded has no instances, so nothing is imported to find out.
        kind = getattr(sys.modules.get(module), name, None)
        if isinstance(kind, type) and isinstance(value, kind):
            return convert(value)
    for marks, convert in _BY_MARK:
        if all(hasattr(type(value), mark) for mark in marks):
            return convert(value)
    if isinstance(value, Mapping):
        return dict(value.items())
    if isinstance(value, (Sequence, ValuesView, dict_keys, dict_items)):
        return list(value)
    raise refuse(value)


def key_text(key: "Any") -> str:
    """A dict's key as JSON writes it: text, numbers, True and None in JSON's words, what `converted` gives."""
    if key is None or key is True or key is False:
        return {None: "null", True: "true", False: "false"}[key]
    if isinstance(key, (int, float)) and not is_nan(key):
        return repr(int(key) if isinstance(key, int) else float(key))
    if isinstance(key, str):
        return str.__str__(key)
    try:
        inner = converted(key)
    except Refused:
        inner = None
    if isinstance(inner, (str, int)):
        return key_text(inner)
    raise Refused(
        f"has a key of type {type(key).__name__}, and JSON knows only text there: make it text, for example str(key)."
    )


def _moment(value: "Any") -> str | None:
    # pandas' NaT is a datetime that is not equal to itself.
    return None if is_nan(value) else value.isoformat()


def _rows(frame: "Any") -> list[dict[object, object]]:
    rows = frame.to_dict(orient="records")
    return [{name: _or_none(cell) for name, cell in row.items()} for row in rows]


def _or_none(cell: object) -> object:
    """In tables NaN and NA mean "missing", which is null in JSON; elsewhere NaN is a mistake."""
    return None if (isinstance(cell, float) and is_nan(cell)) or type(cell).__name__ == "NAType" else cell


def _fields(value: "Any") -> dict[str, object]:
    return {field.name: getattr(value, field.name) for field in sys.modules["dataclasses"].fields(value)}


_BY_CLASS: "list[tuple[str, str, Callable[[Any], object]]]" = [
    ("enum", "Enum", lambda value: value.value),
    ("datetime", "date", _moment),
    ("datetime", "time", _moment),
    ("datetime", "timedelta", lambda value: value.total_seconds()),
    ("pathlib", "PurePath", str),
    ("decimal", "Decimal", str),
    ("uuid", "UUID", str),
    ("types", "SimpleNamespace", lambda value: dict(vars(value))),
    ("collections", "deque", list),
    ("builtins", "str", str.__str__),
    ("builtins", "int", int.__int__),
    ("builtins", "float", float.__float__),
]

_BY_MARK: "list[tuple[tuple[str, ...], Callable[[Any], object]]]" = [
    (("__dataclass_fields__",), _fields),
    (("_fields", "_asdict"), lambda value: value._asdict()),
    (("__attrs_attrs__",), lambda value: {field.name: getattr(value, field.name) for field in value.__attrs_attrs__}),
    (("model_dump", "model_fields"), lambda value: value.model_dump(mode="json")),
    (("to_dict", "columns"), _rows),
    (("to_dicts",), lambda value: value.to_dicts()),
    (("tolist", "isna"), lambda value: [_or_none(cell) for cell in value.tolist()]),
    (("tolist",), lambda value: value.tolist()),
    (("to_list",), lambda value: value.to_list()),
    (("item",), lambda value: value.item()),
]
