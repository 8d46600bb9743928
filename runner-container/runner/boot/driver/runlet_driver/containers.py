"""JSON lists and objects as tuples, sets, deques and dicts of what the annotation says."""

from _collections_abc import Mapping, Set

from runlet_driver.place import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def is_mapping(origin: type) -> bool:
    """Whether an annotation's class takes a JSON object as a mapping."""
    return issubclass(origin, Mapping)


def coerce_items(
    value: "list[Any]", origin: "Any", arguments: "tuple[Any, ...]", place: Place, coerce: "Callable[..., Any]"
) -> "Any":
    """A list as list[X], tuple[X, Y], tuple[X, ...], set[X], frozenset[X], deque[X] or an abstract relative.

    Raises InputError when an item does not fit, or when a tuple of fixed length has another one.
    """
    if issubclass(origin, tuple) and arguments and arguments[-1] is not Ellipsis:
        if len(arguments) != len(value):
            raise place.misfit(f"a list of {len(arguments)} items", value)
        hints = list(arguments)
    else:
        hints = [arguments[0] if arguments else None] * len(value)
    items = [coerce(item, hints[at], place.at(f"[{at}]")) for at, item in enumerate(value)]
    if issubclass(origin, Set):
        return frozenset(items) if issubclass(origin, frozenset) else set(items)
    if issubclass(origin, tuple) or origin.__name__ == "deque":
        return origin(items)
    return items


def coerce_mapping(
    value: "dict[str, Any]", origin: "Any", arguments: "tuple[Any, ...]", place: Place, coerce: "Callable[..., Any]"
) -> "Any":
    """An object as dict[K, V] or a relative. Raises InputError when a key or a value does not fit."""
    key_hint, value_hint = arguments if len(arguments) == 2 else (None, None)
    answer = {}
    for name, item in value.items():
        inside = place.at(f"[{name!r}]")
        answer[_key(name, key_hint, inside, coerce)] = coerce(item, value_hint, inside)
    if origin.__name__ == "defaultdict":
        return origin(None, answer)
    return origin(answer) if origin.__name__ in ("OrderedDict", "Counter") else answer


def _key(name: str, hint: "Any", place: Place, coerce: "Callable[..., Any]") -> "Any":
    """Keys are text in JSON, also where the annotation says number."""
    if hint is int or hint is float:
        try:
            return hint(name)
        except ValueError:
            raise place.misfit("under a key that is a number", name) from None
    return coerce(name, hint, place)
