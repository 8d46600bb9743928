"""The sentences for values that have no form in JSON."""

from _collections_abc import AsyncIterator, Awaitable, Callable, Iterator, Set

NO_TEXT = (bytes, bytearray, memoryview)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SENTENCES: "list[tuple[Any, str]]" = [
    (NO_TEXT, "is {kind}, and JSON holds only text: decode it, or keep it as a file with runlet.artifact()."),
    (Set, "is a {kind}, which JSON does not have: return a list, for example sorted(…) of it."),
    (Awaitable, "is a {kind} that nobody has awaited: write await before the call that made it."),
    ((Iterator, AsyncIterator), "is a {kind}, which reading uses up: return list(…) of it."),
    (complex, "is a complex number, which JSON does not have: return its parts, [z.real, z.imag]."),
    ((type, Callable), "is code ({kind} {name}), not data: was a call's () forgotten?"),
    (object, "is a {kind}, which JSON cannot hold: return text, numbers, None, or lists and dicts of these."),
]


class Refused(Exception):
    """What is wrong with a value and what to do, as the end of a sentence."""


def refuse(value: object) -> Refused:
    """The refusal of `value`, whose kind JSON cannot hold."""
    sentence = next(sentence for kinds, sentence in _SENTENCES if isinstance(value, kinds))
    return Refused(sentence.format(kind=type(value).__name__, name=getattr(value, "__name__", "?")))


def is_nan(value: object) -> bool:
    """Whether `value` is not equal to itself, as NaN and pandas' NaT are; `math` need not be loaded for it."""
    twin = value
    return bool(value != twin)
