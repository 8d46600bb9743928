"""Reads the progress that a script tells through `runlet.progress`, one JSON line each."""

import json
import time
from typing import Any

from .channel import Channel
from .untrusted import read_from

_LONGEST_LINE = 8192
_MESSAGE_CHARACTERS = 1000
_READ_AT_ONCE = 64 * 1024


class Progress:
    """Follows `io/progress.jsonl`. Only the newest line of each look is passed on."""

    def __init__(self, channel: Channel, run_id: str, path: str, owner: int | None) -> None:
        self._channel = channel
        self._run_id = run_id
        self._path = path
        self._owner = owner
        self._offset = 0

    def look(self) -> None:
        """Passes on what was told since the last look."""
        data = read_from(self._path, self._owner, self._offset, _READ_AT_ONCE)
        end = data.rfind(b"\n") + 1
        if not end:
            self._offset += len(data) if len(data) > _LONGEST_LINE else 0
            return
        self._offset += end
        told = _understood(data[:end].splitlines()[-1])
        if told is not None:
            at = time.time_ns() // 1_000_000
            self._channel.event({"event": "progress", "runId": self._run_id, "at": at, **told})


def _understood(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
        fraction, message = told.get("fraction"), told.get("message")
    except (ValueError, AttributeError, RecursionError):
        return None
    if isinstance(fraction, bool) or not isinstance(fraction, int | float) or not 0 <= fraction <= 1:
        fraction = None
    text = message[:_MESSAGE_CHARACTERS] if isinstance(message, str) else None
    return {"fraction": fraction, "message": text}
