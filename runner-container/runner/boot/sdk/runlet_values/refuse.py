"""The sentences for values that have no form in JSON."""

from _collections_abc import Awaitable, Iterator, Set

NO_TEXT = (bytes, bytearray, memoryview)


class Refused(Exception):
    """What is wrong with a value and what to do, as the end of a sentence."""


def refuse(value: object) -> Refused:
    """The refusal of `value`, whose kind JSON cannot hold."""
    kind = type(value).__name__
    if isinstance(value, NO_TEXT):
        return Refused(f"is {kind}, and JSON holds only text: decode it, or keep it as a file with runlet.artifact().")
    if isinstance(value, Set):
        return Refused(f"is a {kind}, which JSON does not have: return a list, for example sorted(…) of it.")
    if isinstance(value, Awaitable):
        return Refused(f"is a {kind} that nobody has awaited: write await before the call that made it.")
    if isinstance(value, Iterator) or hasattr(value, "__aiter__"):
        return Refused(f"is a {kind}, which is used up by reading it: return list(…) of it.")
    if isinstance(value, complex):
        return Refused("is a complex number, which JSON does not have: return its parts, [z.real, z.imag].")
    if isinstance(value, type) or callable(value):
        return Refused(f"is code ({kind} {getattr(value, '__name__', '?')}), not data: was a call's () forgotten?")
    return Refused(
        f"is a {kind}, which JSON cannot hold: return text, numbers, True, False, None, or lists, dicts and "
        "dataclasses of these."
    )
