"""A thread that brings the log to the bucket: each second while somebody watches, else every 10 s or 8 MiB."""

import threading
import time

from .grants import Grants
from .log_mirror import LogMirror
from .pace import FLUSH_BYTES, Pace
from .uploads import GaveUp, Uploads


class Flusher:
    """Errors are kept for the end: the disk has everything, and `finish` tries again."""

    def __init__(self, mirror: LogMirror, grants: Grants, pace: Pace, *, plain: bool) -> None:
        self._thread = threading.Thread(target=self._flush_on, name="flusher", daemon=True)
        self._mirror = mirror
        self._uploads = Uploads(grants, pace, plain=plain, halted=self._check)
        self._pace = pace
        self._state = threading.Condition()
        self._asked = self._done = 0
        self._closed = False

    def flush_now(self) -> None:
        """Asks for a flush and waits for it, but not for long: a slow bucket must not hold up a beat."""
        with self._state:
            self._asked += 1
            mine = self._asked
            self._state.notify_all()
            self._state.wait_for(lambda: self._done >= mine or self._closed, self._pace.watched_sec / 2)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def _flush_on(self) -> None:
        flushed = time.monotonic()
        while not self._closed:
            with self._state:
                self._state.wait_for(lambda: self._asked > self._done or self._closed, self._pace.flush_look_sec)
                asked = self._asked
            due = asked > self._done or time.monotonic() - flushed >= self._pace.flush_sec
            if not self._closed and (due or self._mirror.waiting_bytes >= FLUSH_BYTES):
                self._flush()
                flushed = time.monotonic()
            with self._state:
                self._done = asked
                self._state.notify_all()

    def finish(self) -> None:
        """Ends the thread, so that the mirror is the caller's."""
        with self._state:
            self._closed = True
            self._state.notify_all()
        self._thread.join()

    def _flush(self) -> None:
        try:
            self._mirror.flush(lambda name, path, size: self._uploads.put("log", name, path, size), whole=False)
        except (GaveUp, OSError):
            return

    def _check(self) -> None:
        if self._closed:
            raise GaveUp("the rest is brought at the end")
