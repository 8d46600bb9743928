"""JSON as every reader understands it: no NaN, no infinity, no half characters, no bottomless nesting."""

import json
from typing import Any, NoReturn


class NotJson(Exception):
    """The text is not JSON that can be kept; a sentence for people says why."""


def parse(document: bytes) -> Any:
    """The value of one document. Raises NotJson."""
    try:
        return json.loads(document, parse_constant=_refuse)
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
        raise NotJson("holds a number beyond the range of JSON; only finite numbers are allowed") from None


def _refuse(constant: str) -> NoReturn:
    raise NotJson(f"holds {constant}, which JSON does not have; use null or a finite number")
