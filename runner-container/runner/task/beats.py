"""A thread that says that the run lives and hears what it should do. It alone speaks to the API while a run lasts."""

import threading
import time
from collections.abc import Callable
from typing import Any

from .api import Api
from .claim import Claim
from .fate import Fate
from .grants import Grants
from .pace import Pace
from .web import Refused, Unanswered

_OVER = 409

LogSize = Callable[[], tuple[int, int]]


class Beats:
    """Of one claimed run. `api` is the thread's own."""

    def __init__(self, api: Api, run_id: str, claimed: Claim, pace: Pace, fate: Fate, grants: Grants) -> None:
        self._thread = threading.Thread(target=self._beat_on, name="beats", daemon=True)
        self._api, self._run_id, self._session = api, run_id, claimed.session
        self._beat_sec, self._pace, self._fate, self._grants = claimed.beat_sec, pace, fate, grants
        self._state = threading.Condition()
        self._soon = self._closed = False
        self._asked = self._answered = 0
        self._release: dict[str, Any] | None = None
        self._progress: dict[str, Any] | None = None
        self.heard_at = time.monotonic()
        """time.monotonic() of the last good answer."""
        self.watched = False
        self.log_size: LogSize = lambda: (0, 0)
        """Bytes and lines of the log that lie in the bucket."""
        self.before_watched: Callable[[], None] = lambda: None
        """Brings there what there is of it."""

    def start(self) -> None:
        """The first beat comes at once."""
        self._thread.start()

    def started(self, at: str, phases: dict[str, float]) -> None:
        """The script was released: said at once, and with every beat until it was heard."""
        with self._state:
            self._release = {"at": at, "phases": phases}
        self.soon()

    def progress(self, at: str, fraction: float | None, message: str | None) -> None:
        """Said with the next beat."""
        with self._state:
            self._progress = {"at": at, "fraction": fraction, "message": message}

    def soon(self) -> int:
        """Beats as soon as possible. Returns a number that `answered_since` takes."""
        with self._state:
            self._asked += 1
            self._soon = True
            self._state.notify_all()
            return self._asked

    def answered_since(self, asked: int) -> bool:
        """Whether a beat that began after that `soon` had a good answer."""
        with self._state:
            return self._answered >= asked

    def tell_rest(self) -> None:
        """Beats as soon as possible if the script's start or its last progress is untold: it has ended."""
        if self._untold:
            self.soon()

    def await_told(self, patience_sec: float) -> None:
        """Waits until all is told, but for so long only: the report matters more."""
        with self._state:
            self._state.wait_for(lambda: self._closed or not self._untold, patience_sec)

    def close(self) -> None:
        """No more beats."""
        with self._state:
            self._closed = True
            self._state.notify_all()

    @property
    def _untold(self) -> bool:
        return self._release is not None or self._progress is not None

    def _beat_on(self) -> None:
        while not self._closed:
            if self.watched:
                self.before_watched()
            self._rest(self._once())

    def _once(self) -> float:
        with self._state:
            asked, self._soon = self._asked, False
            release, progress = self._release, self._progress
        try:
            answer = self._api.beat(self._run_id, self._body(release, progress))
            self._hear(answer)
        except Refused as refused:
            if refused.status == _OVER:
                self._fate.end("the API says that the run is over")
                self.close()
            return self._pace.retry_sec
        except (Unanswered, KeyError, TypeError, ValueError):
            return self._pace.retry_sec
        with self._state:
            self._answered = asked
            if self._release is release:
                self._release = None
            if self._progress is progress:
                self._progress = None
            self._state.notify_all()
        return self._pace.watched_sec if self.watched else self._beat_sec

    def _body(self, release: dict[str, Any] | None, progress: dict[str, Any] | None) -> dict[str, Any]:
        size, lines = self.log_size()
        body: dict[str, Any] = {"session": self._session, "log": {"bytes": size, "lines": lines}}
        if release is not None:
            body["started"] = release
        if progress is not None:
            body["progress"] = progress
        if self._grants.renewal_due:
            body["renew"] = True
        return body

    def _hear(self, answer: dict[str, Any]) -> None:
        watched, stop, grants = bool(answer["watched"]), answer["stop"], answer.get("grants")
        self.heard_at = time.monotonic()
        self.watched = watched
        if grants is not None:
            self._grants.replace(grants)
        if stop is not None:
            self._fate.stop(float(stop["graceSec"]))

    def _rest(self, seconds: float) -> None:
        with self._state:
            self._state.wait_for(lambda: self._soon or self._closed, seconds)
