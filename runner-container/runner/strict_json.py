"""JSON as every reader understands it: no NaN, no infinity, no half characters, no bottomless nesting."""

import json
import re
import sys
from typing import Any, NoReturn

_LONG_NUMBER = re.compile(rb"\d{309}")
_NOT_FINITE = "holds a number beyond the range of JSON; only finite numbers are allowed"


class NotJson(Exception):
    """The text is not JSON that can be kept; a sentence for people says why."""


def parse(document: bytes) -> Any:
    """The value of one document. Raises NotJson."""
    try:
        # Only a number of so many digits can be beyond what other readers hold; looking at each costs time.
        whole = _in_range if _LONG_NUMBER.search(document) else None
        return json.loads(document, parse_constant=_refuse, parse_int=whole)
    except RecursionError:
        raise NotJson("is nested too deeply to be read; keep to a few hundred levels") from None
    except UnicodeDecodeError as error:
        raise NotJson(f"is not UTF-8 text: byte {error.start} cannot be read") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"is not one JSON document: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except ValueError as error:
        raise NotJson(str(error)) from None


def write(value: Any) -> bytes:
    """One document in UTF-8. Raises NotJson."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise NotJson(
            "holds half of a surrogate pair, which is no character; only whole characters are allowed"
        ) from None
    except RecursionError:
        raise NotJson("is nested too deeply to be read; keep to a few hundred levels") from None
    except ValueError:
        raise NotJson(_NOT_FINITE) from None


def checked(value: Any) -> Any:
    """The value itself, once it is known that it can be written. Raises NotJson."""
    write(value)
    return value


def _in_range(digits: str) -> int:
    number = int(digits)
    if abs(number) > sys.float_info.max:
        raise NotJson(_NOT_FINITE)
    return number


def _refuse(constant: str) -> NoReturn:
    raise NotJson(f"holds {constant}, which JSON does not have; use null or a finite number")
