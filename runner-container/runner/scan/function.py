"""The scanner as a Lambda function: `runner.scan.function.handler`.

Event: the request of the resident scanner (see the package's docstring), or `{"url": …}`, where a GET gives that
request as JSON: Lambda takes at most 6 MB of event, and sources are larger.
Answer: what the resident scanner answers, as an object; `{"id", "error"}` when the request is wrong, cannot be
fetched, or has an answer of more than 5 MB, because Lambda returns at most 6 MB. It raises for nothing that an event
can hold.

Packed in one folder: `runner/`, and `core/contract/security-levels.json` beside it, as both lie in the repository.
"""

import json
import os
import time
from typing import Any, Protocol

from ..task.web import Refused, Unanswered, Web
from .limits import limit_guest
from .serve import answer_in_child, warm_up

_MOST_ANSWER = 5 * 1024 * 1024
_MOST_REQUEST = 64 * 1024 * 1024
_OWN_BYTES = 192 * 1024 * 1024
"""What Lambda's runtime and this process hold beside the scan."""
_RESERVE_SEC = 2
_FETCH_SEC = 5.0
_TRIES = 3
_RETRY_SEC = 0.2


class Context(Protocol):
    """What Lambda tells of one invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Until the function is ended."""


class _TooLarge(Exception):
    """Behind the address lies more than any request."""


def handler(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """One request, one answer. Never logs either: both may hold what a script holds."""
    line = _request_of(event)
    if isinstance(line, str):
        return {"id": event.get("id"), "error": line}
    memory = int(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024")) * 1024 * 1024 - _OWN_BYTES
    wall_sec = context.get_remaining_time_in_millis() // 1000 - _RESERVE_SEC
    written = answer_in_child(line, lambda: limit_guest(memory, wall_sec))
    answer: dict[str, Any] = json.loads(written)
    if len(written) > _MOST_ANSWER:
        return {"id": answer["id"], "error": "There is more to say about these files than one answer can hold."}
    return answer


def _request_of(event: dict[str, Any]) -> bytes | str:
    """The request as a line, or a sentence about why there is none."""
    if set(event) != {"url"}:
        return json.dumps(event).encode()
    try:
        return _fetch(str(event["url"]))
    except (Unanswered, Refused) as error:
        return f"The request could not be fetched: {error}."
    except _TooLarge:
        return f"The request is larger than {_MOST_REQUEST} bytes."


def _fetch(url: str) -> bytes:
    # The address comes from who invokes this function, and nobody else may: plain HTTP is for emulators.
    web = Web(plain=True, patience_sec=_FETCH_SEC)
    try:
        for _ in range(_TRIES - 1):
            try:
                return _fetch_once(web, url)
            except Unanswered:
                time.sleep(_RETRY_SEC)
        return _fetch_once(web, url)
    finally:
        web.close()


def _fetch_once(web: Web, url: str) -> bytes:
    data = bytearray()

    def take(piece: bytes) -> None:
        data.extend(piece)
        if len(data) > _MOST_REQUEST:
            raise _TooLarge

    web.download(url, take)
    return bytes(data)


# At the cold start, where Lambda gives a full processor.
warm_up()
