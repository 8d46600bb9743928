"""The seam between a keeper and the world: where a run's log, files and messages go. Here: a directory and a socket."""

import os
from typing import Any, Protocol

from .lines import LineSocket

ROLL_BYTES = 8 * 1024 * 1024
"""For a log that is read where it is written."""


class LogPlace(Protocol):
    """Where a log is written to, part by part. Raises OSError."""

    roll_bytes: int
    """So large a part of the log is closed and another one begun."""

    def log_pair(self, first: int) -> tuple[int, int]:
        """Descriptors for the bytes and the index of a part of the log that begins with line `first`."""


class Channel(LogPlace, Protocol):
    """What a keeper needs of the outside for one run. Raises OSError or Gone when the outside is lost."""

    def artifact(self, name: str) -> int:
        """A descriptor to write the artifact of that relative name to."""

    def result(self, document: bytes) -> None:
        """Keeps a result that is too large to go inline."""

    def event(self, message: dict[str, Any]) -> None:
        """Tells started, log or progress; may be sent a little later."""

    def report(self, report: dict[str, Any]) -> None:
        """Tells the end; returns when it is sent."""


class DirectoryChannel:
    """Files below the job's store folder (private to us, unreachable to the script), messages to the runner."""

    def __init__(self, store: str, runner: LineSocket, roll_bytes: int = ROLL_BYTES) -> None:
        os.makedirs(store, mode=0o700, exist_ok=True)
        self.roll_bytes = roll_bytes
        self._store = store
        self._runner = runner

    def log_pair(self, first: int) -> tuple[int, int]:
        """Creates `log/<first>.bin` and `.idx`."""
        stem = f"{self._store}/log/{first:012d}"
        os.makedirs(f"{self._store}/log", mode=0o700, exist_ok=True)
        return _create(f"{stem}.bin"), _create(f"{stem}.idx")

    def artifact(self, name: str) -> int:
        """Creates `artifacts/<name>` with its folders."""
        path = f"{self._store}/artifacts/{name}"
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        return _create(path)

    def result(self, document: bytes) -> None:
        """Writes `result.json`."""
        with open(_create(f"{self._store}/result.json"), "wb") as file:
            file.write(document)

    def event(self, message: dict[str, Any]) -> None:
        """Posts to the runner, which relays."""
        self._runner.post(message)

    def report(self, report: dict[str, Any]) -> None:
        """Posts to the runner and waits until it is sent."""
        self._runner.post({"event": "report", "report": report})
        self._runner.drain()


def _create(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
