"""Tells that the log grew, at most 20 times a second."""

import time

from .channel import Channel
from .log_writer import LogWriter
from .timers import Timers

_APART_SEC = 0.05


class LogHints:
    """Remembers what was told last."""

    def __init__(self, channel: Channel, run_id: str, log: LogWriter) -> None:
        self._channel = channel
        self._run_id = run_id
        self._log = log
        self._told = 0
        self._told_at = 0.0

    def tell(self, timers: Timers) -> None:
        """Tells now, or sets a timer to do so when the last hint was a moment ago."""
        if self._log.bytes == self._told or "hint" in timers:
            return
        early = self._told_at + _APART_SEC - time.monotonic()
        if early > 0:
            timers.set("hint", early, self._now)
        else:
            self._now()

    def _now(self) -> None:
        self._told, self._told_at = self._log.bytes, time.monotonic()
        self._channel.event({"event": "log", "runId": self._run_id, "bytes": self._log.bytes, "lines": self._log.lines})
