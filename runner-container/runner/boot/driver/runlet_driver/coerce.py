"""JSON values as what the annotations of `main` say: the same reading of annotations as the input schema has.

The input was checked before anything started, so builtin scalars that do not match are passed on as they are, as
Python itself does; only what has to be converted and cannot be is refused.
"""

from _collections_abc import Iterable, Mapping, Set

from runlet_driver.classes import coerce_to_class
from runlet_driver.hints import evaluated
from runlet_driver.place import InputError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_UNION = type(int | str)
_NONE = type(None)
_SCALARS = (str, int, float, bool, _NONE)


def coerce(value: "Any", hint: "Any", place: Place) -> "Any":
    """`value` as the annotation `hint` wants it. Raises InputError with a sentence when it cannot be converted."""
    hint = evaluated(hint, place.known)
    if hint is float and type(value) is int:
        return float(value)
    if hint is None or any(hint is scalar for scalar in _SCALARS):
        return value
    for wrapper in ("__supertype__", "__value__", "__bound__"):
        # NewType, `type X = …`, TypeVar: what they stand for.
        if hasattr(hint, wrapper):
            return coerce(value, getattr(hint, wrapper), place)
    origin, arguments = getattr(hint, "__origin__", None), getattr(hint, "__args__", ())
    if hasattr(hint, "__metadata__"):
        return coerce(value, origin, place)
    if isinstance(hint, _UNION) or _is_form(origin, "Union"):
        return _one_of(value, arguments, place)
    if _is_form(origin, "Literal"):
        return _literal(value, arguments, place)
    if isinstance(origin, type):
        return _generic(value, origin, arguments, place)
    if origin is not None and len(arguments) == 1:
        # Final[…], Required[…], NotRequired[…], ReadOnly[…]
        return coerce(value, arguments[0], place)
    if isinstance(hint, type):
        return coerce_to_class(value, hint, place, coerce)
    return value


def _is_form(origin: object, name: str) -> bool:
    return getattr(origin, "_name", None) == name or getattr(origin, "__name__", None) == name


def _one_of(value: "Any", arms: "tuple[Any, ...]", place: Place) -> "Any":
    """The arm that the value is of already, else the first that it can be converted to."""
    if any(arm is type(value) for arm in arms):
        return value
    if type(value) is int and float in arms:
        return float(value)
    problems = []
    for arm in arms:
        try:
            answer = coerce(value, arm, place)
        except InputError as problem:
            problems.append(problem)
            continue
        if answer is not value or (isinstance(arm, type) and isinstance(value, arm)):
            return answer
    if problems:
        raise problems[0]
    return value


def _literal(value: "Any", options: "tuple[Any, ...]", place: Place) -> "Any":
    for option in options:
        if option == value and isinstance(option, bool) == isinstance(value, bool):
            return option
        if hasattr(type(option), "__members__") and value in (option.value, option.name):
            return option
    raise place.misfit("one of " + ", ".join(repr(getattr(option, "value", option)) for option in options), value)


def _generic(value: "Any", origin: type, arguments: "tuple[Any, ...]", place: Place) -> "Any":
    """list[…], tuple[…], set[…], dict[…] and their relatives, abstract ones included; other classes as they are."""
    if issubclass(origin, Mapping):
        return _mapping(value, origin, arguments, place) if isinstance(value, dict) else value
    if not issubclass(origin, Iterable) or not isinstance(value, list):
        return coerce_to_class(value, origin, place, coerce)
    if issubclass(origin, tuple) and arguments and arguments[-1] is not Ellipsis:
        if len(arguments) != len(value):
            raise place.misfit(f"a list of {len(arguments)} items", value)
        inner = list(arguments)
    else:
        inner = [arguments[0] if arguments else None] * len(value)
    items = [coerce(item, hint, place.at(f"[{n}]")) for n, (item, hint) in enumerate(zip(value, inner, strict=True))]
    return _container(origin, items)


def _container(origin: type, items: "list[Any]") -> "Any":
    if issubclass(origin, Set):
        return frozenset(items) if issubclass(origin, frozenset) else set(items)
    if issubclass(origin, tuple) or origin.__name__ == "deque":
        return origin(items)
    return items


def _mapping(value: "dict[str, Any]", origin: type, arguments: "tuple[Any, ...]", place: Place) -> "Any":
    key_hint, value_hint = arguments if len(arguments) == 2 else (None, None)
    answer = {
        _key(key, key_hint, place.at(f"[{key!r}]")): coerce(item, value_hint, place.at(f"[{key!r}]"))
        for key, item in value.items()
    }
    return origin(answer) if origin.__name__ in ("OrderedDict", "Counter") else answer


def _key(key: str, hint: "Any", place: Place) -> "Any":
    """Keys are text in JSON, also where the annotation says number."""
    if hint is int or hint is float:
        try:
            return hint(key)
        except ValueError:
            raise place.misfit("under a key that is a number", key) from None
    return coerce(key, hint, place)
