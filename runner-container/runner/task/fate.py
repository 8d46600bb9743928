"""What ends a task early, said by any thread or a signal and heard by the one that waits."""

import os
import select
import signal
import threading
import time
from contextlib import suppress


class Ended(Exception):
    """Nobody wants this run's outcome any more, or nobody can be told; the text says why."""


class Fate:
    """Three things may come: the API asks for a stop, the platform takes the machine away, all is over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wake_reader, self._wake_writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self.stop_grace_sec: float | None = None
        """Set once the API asked to end the script."""
        self.taken_at: float | None = None
        """time.monotonic() of the platform's SIGTERM."""
        self.over: str | None = None
        """Why nothing that this task does matters any more."""

    def fileno(self) -> int:
        """Readable when something came since the last `heed`."""
        return self._wake_reader

    def heed(self) -> None:
        """Takes notice, so that `fileno` is quiet again."""
        with suppress(BlockingIOError):
            while os.read(self._wake_reader, 64):
                pass

    def listen_for_signals(self) -> None:
        """SIGTERM and SIGINT mean that the machine is taken away."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: self.take_away())

    def take_away(self) -> None:
        """The platform ends this task."""
        self.taken_at = self.taken_at or time.monotonic()
        self._wake()

    def stop(self, grace_sec: float) -> None:
        """The API wants the script ended; the first such word counts."""
        with self._lock:
            if self.stop_grace_sec is None:
                self.stop_grace_sec = grace_sec
        self._wake()

    def end(self, why: str) -> None:
        """All is over."""
        with self._lock:
            self.over = self.over or why
        self._wake()

    def check(self) -> None:
        """Raises Ended when all is over."""
        if self.over is not None:
            raise Ended(self.over)

    def pause(self, seconds: float) -> None:
        """Waits so long, or until something comes."""
        self.heed()
        if self.over is None:
            select.select([self._wake_reader], [], [], max(0.0, seconds))

    def _wake(self) -> None:
        with suppress(BlockingIOError):
            os.write(self._wake_writer, b"w")
