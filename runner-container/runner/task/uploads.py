"""One object from the disk to the bucket, tried until it is there or nobody waits for it any more."""

import threading
import time
from collections.abc import Callable

from .grants import Grants
from .pace import Pace
from .web import Refused, Unanswered, Web

_FORBIDDEN = 403


class GaveUp(Exception):
    """An object could not be stored; the text is for the operator and names no address."""


class Uploads:
    """For any thread; each has connections of its own. `halted` raises when the rest is not worth uploading."""

    def __init__(self, grants: Grants, pace: Pace, *, plain: bool, halted: Callable[[], None]) -> None:
        self._grants = grants
        self._pace = pace
        self._plain = plain
        self._halted = halted
        self._own = threading.local()
        self.until: Callable[[], float] = lambda: float("inf")
        """time.monotonic() after which nothing is tried again; it may come nearer meanwhile."""

    def put(self, kind: str, name: str | None, path: str, size: int) -> None:
        """Stores the first `size` bytes of a file under the grant `kind`. Raises GaveUp, and what `halted` raises."""
        while True:
            self._halted()
            grant = self._grants.take(kind)
            try:
                self._web().post_file(grant.url, grant.form(name), path, size)
                return
            except Refused as refused:
                if refused.status != _FORBIDDEN:
                    raise GaveUp(f"the bucket answered with status {refused.status}") from None
                why = "the bucket refused the grant"
                self._grants.refused(grant, self._pace.retry_sec)
            except Unanswered as unanswered:
                why = f"the bucket did not answer: {unanswered}"
                time.sleep(self._pace.retry_sec)
            if time.monotonic() > self.until():
                raise GaveUp(why)

    def _web(self) -> Web:
        web: Web | None = getattr(self._own, "web", None)
        if web is None:
            web = self._own.web = Web(plain=self._plain, patience_sec=self._pace.transfer_sec)
        return web
