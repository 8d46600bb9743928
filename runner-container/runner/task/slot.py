"""A warm slot: a task that waits, its interpreter started, until it is given a run."""

import time
from datetime import UTC, datetime

from .api import Api
from .fate import Ended, Fate
from .pace import Pace
from .web import Refused, Unanswered, Web

_NOTHING_YET = frozenset({403, 404})
"""S3 says 403 instead of 404 to who may not list."""


class SlotClosed(Exception):
    """The slot is not wanted: its secret is refused, or the platform ends it. Nothing is owed to anybody."""


class Slot:
    """One warm slot."""

    def __init__(self, api: Api, web: Web, slot: str, secret: str, pace: Pace) -> None:
        self._api = api
        self._web = web
        self._slot = slot
        self._secret = secret
        self._pace = pace
        self._url = ""
        self._renew_at = 0.0

    def await_run(self, fate: Fate) -> tuple[str, str]:
        """A run's id and its claim code. Raises SlotClosed; Ended when nobody could be reached for ten minutes."""
        reached = time.monotonic()
        while True:
            try:
                if time.monotonic() >= self._renew_at:
                    self._renew()
                found = self._look()
                if found is not None:
                    return found
                reached, rest = time.monotonic(), self._pace.slot_look_sec
            except Unanswered as unanswered:
                rest = self._pace.retry_sec
                if time.monotonic() - reached > self._pace.slot_silence_sec:
                    raise Ended(f"the slot reached nobody: {unanswered}") from None
            fate.pause(rest)
            if fate.taken_at is not None:
                raise SlotClosed("the platform ends the slot")

    def _renew(self) -> None:
        try:
            given = self._api.poll(self._slot, self._secret)
        except Refused as refused:
            raise SlotClosed(str(refused)) from None
        left = datetime.fromisoformat(given["expiresAt"]).timestamp() - datetime.now(UTC).timestamp()
        # Well before it expires by their clock, and by ours alone should the two disagree.
        self._url = given["url"]
        self._renew_at = time.monotonic() + max(self._pace.retry_sec, min(left * 0.8, self._pace.slot_renew_sec))

    def _look(self) -> tuple[str, str] | None:
        try:
            given = self._web.get_json(self._url)
        except Refused as refused:
            if refused.status in _NOTHING_YET:
                return None
            raise Unanswered(f"status {refused.status}") from None
        return given["runId"], given["code"]
