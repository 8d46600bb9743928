"""JSON values as what the annotations of `main` say: the same reading of annotations as the input schema has.

The input was checked before anything started, so builtin scalars that do not match are passed on as they are, as
Python itself does; only what has to be converted and cannot be is refused.
"""

from _collections_abc import Iterable

from runlet_driver.classes import coerce_to_class, is_one
from runlet_driver.containers import coerce_items, coerce_mapping, is_mapping
from runlet_driver.hints import evaluated
from runlet_driver.place import InputError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_UNION = type(int | str)
_SCALARS = (str, int, float, bool, type(None))


def coerce(value: "Any", hint: "Any", place: Place) -> "Any":
    """`value` as the annotation `hint` wants it. Raises InputError with a sentence when it cannot be converted."""
    hint = _meant(hint, place)
    # The schema allows null where it is a default, whatever the annotation says: `day: date = None`.
    if value is None or hint is None or any(hint is scalar for scalar in _SCALARS):
        return float(value) if hint is float and type(value) is int else value
    origin, arguments = getattr(hint, "__origin__", None), getattr(hint, "__args__", ())
    if isinstance(hint, _UNION) or _is_form(origin, "Union"):
        return _one_of(value, arguments, place)
    if _is_form(origin, "Literal"):
        return _literal(value, arguments, place)
    if isinstance(origin, type):
        return _generic(value, origin, arguments, place)
    if isinstance(hint, type):
        return coerce_to_class(value, hint, place, coerce)
    return value


def _meant(hint: "Any", place: Place) -> "Any":
    """The type behind text, NewType, `type X = …`, TypeVar, Annotated, InitVar, Final, Required, NotRequired."""
    hint = evaluated(hint, place.known)
    for wrapper in ("__supertype__", "__value__", "__bound__"):
        if hasattr(hint, wrapper):
            return _meant(getattr(hint, wrapper), place)
    if type(hint).__name__ == "InitVar":
        return _meant(hint.type, place)
    origin = getattr(hint, "__origin__", None)
    if hasattr(hint, "__metadata__"):
        return _meant(origin, place)
    if any(_is_form(origin, name) for name in ("Final", "Required", "NotRequired", "ReadOnly")):
        return _meant(hint.__args__[0], place)
    return hint


def _is_form(origin: object, name: str) -> bool:
    return getattr(origin, "_name", None) == name or getattr(origin, "__name__", None) == name


def _one_of(value: "Any", arms: "tuple[Any, ...]", place: Place) -> "Any":
    """The arm that the value is of already, else the first that it can be converted to."""
    if any(arm is type(value) for arm in arms):
        return value
    problems = []
    for arm in arms:
        try:
            answer = coerce(value, arm, place)
        except InputError as problem:
            problems.append(problem)
            continue
        if answer is not value or is_one(value, arm):
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
    if is_mapping(origin):
        return coerce_mapping(value, origin, arguments, place, coerce) if isinstance(value, dict) else value
    if isinstance(value, list) and issubclass(origin, Iterable) and not hasattr(origin, "__dataclass_fields__"):
        return coerce_items(value, origin, arguments, place, coerce)
    return coerce_to_class(value, origin, place, coerce)
