"""Plain data as JSON text."""

# The encoder below `json.dumps`: the `json` package would load `re`, which takes longer than many scripts.
from _json import encode_basestring, make_encoder

from runlet_values.plain import Unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def to_json(data: object) -> bytes:
    """`data`, made of what `plain` answers, as compact UTF-8 JSON.

    Raises Unfit for integers of more digits than Python agrees to print (4300 by default).
    """
    try:
        return "".join(_encoder()(data, 0)).encode()
    except ValueError as problem:
        raise Unfit(f"The value holds a number that Python does not print: {problem}") from None


def _encoder() -> "Callable[[object, int], tuple[str, ...]]":
    return make_encoder(None, _nothing_else, encode_basestring, None, ":", ",", False, False, False)


def _nothing_else(value: object) -> object:
    raise Unfit(f"The value holds a {type(value).__name__}, which is no plain data")
