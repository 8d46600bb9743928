"""Python values as plain data: dict, list, str, int, float, bool and None, as JSON has them."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_INFINITE = float("inf")

DEEPEST = 200
"""Levels of nesting that a result may have; readers of JSON set limits of their own not far above."""


class Unfit(ValueError):
    """A value that JSON cannot hold. Its text is a sentence that names the place, what is there and what to do."""


class _Found(Exception):
    """A refusal on its way up, which collects the place on the way."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.steps: list[str] = []


def plain(value: object, name: str) -> object:
    """`value` as plain data; containers are copied. `name` is what sentences call the value, such as `result`.

    Raises Unfit for sets, NaN, circular data, bytes, functions, lone surrogates and what is nested too deeply.
    """
    try:
        return _walk(value, [])
    except _Found as found:
        place = name + "".join(reversed(found.steps))
        if len(place) > 120:
            place = place[:120] + "…"
        raise Unfit(f"`{place}` {found.sentence}") from None


def _walk(value: object, above: list[int]) -> object:
    kind = type(value)
    if kind in _SCALARS:
        return _SCALARS[kind](value)
    if id(value) in above:
        raise _Found("contains itself, and JSON has no end for that: return a copy without the way back.")
    if len(above) >= DEEPEST:
        raise _Found(f"is nested more than {DEEPEST} levels deep: return flatter data, or keep it as an artifact.")
    above.append(id(value))
    if isinstance(value, dict):
        answer: object = _object(value, above)
    elif isinstance(value, list) or (isinstance(value, tuple) and not hasattr(value, "_fields")):
        answer = _array(value, above)
    else:
        answer = _walk(_converted(value), above)
    above.pop()
    return answer


def _array(values: "list[object] | tuple[object, ...]", above: list[int]) -> list[object]:
    answer = []
    for value in values:
        try:
            answer.append(_walk(value, above))
        except _Found as found:
            found.steps.append(f"[{len(answer)}]")
            raise
    return answer


def _object(values: dict[object, object], above: list[int]) -> dict[str, object]:
    answer: dict[str, object] = {}
    for key, value in values.items():
        name = key if type(key) is str else None
        try:
            if name is None:
                name = _key_text(key)
            _text(name)
            answer[name] = _walk(value, above)
        except _Found as found:
            if name is not None:
                found.steps.append(f".{name}" if name.isidentifier() else f"[{name!a}]")
            raise
    if len(answer) != len(values):
        raise _Found("has two keys that are the same text in JSON, such as 1 and '1': give them different names.")
    return answer


def _converted(value: object) -> object:
    # Most results are plain already: then the conversions are never loaded.
    from runlet_values.convert import Refused, converted

    try:
        return converted(value)
    except Refused as refused:
        raise _Found(str(refused)) from None


def _key_text(key: object) -> str:
    from runlet_values.convert import Refused, key_text

    try:
        return key_text(key)
    except Refused as refused:
        raise _Found(str(refused)) from None


def _text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as problem:
            raise _Found(
                f"holds half a character (the lone surrogate {value[problem.start]!a}), which is no text in JSON: "
                "decode the bytes with the right encoding, or replace it."
            ) from None
    return value


def _number(value: float) -> float:
    if not -_INFINITE < value < _INFINITE:
        raise _Found(f"is {value}, which JSON has no number for: return None or leave it out.")
    return value


_SCALARS: "dict[type, Callable[[Any], object]]" = {
    str: _text,
    int: lambda value: value,
    float: _number,
    bool: lambda value: value,
    type(None): lambda value: value,
}
