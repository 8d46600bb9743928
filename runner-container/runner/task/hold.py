"""The keeper as this process sees it: told its job, heard, stopped when the API, the platform or silence says so."""

import json
import select
import time
from contextlib import suppress
from typing import Any

from ..keepers import Keeper
from ..lines import Gone, LineSocket
from .beats import Beats
from .fate import Ended, Fate
from .pace import Pace
from .say import Operator, iso

_LOOK_SEC = 0.25
_CLEAR_SEC = 10.0
TAKEN_AWAY = "The platform took the machine away that the script ran on; the script was stopped. Start the run again."


class Hold:
    """One keeper and what was heard of it. `phases` are those that it cannot know; it tells its own."""

    def __init__(self, keeper: Keeper, beats: Beats, fate: Fate, pace: Pace, operator: Operator) -> None:
        self._keeper = keeper
        self._beats = beats
        self._fate = fate
        self._pace = pace
        self._operator = operator
        self._report: dict[str, Any] | None = None
        self._asked: int | None = None
        self._stopped = False
        self._taken = False
        self.phases: dict[str, float] = {}

    def until_report(self, job: dict[str, Any]) -> dict[str, Any] | None:
        """The keeper's report; None when it ended without one. Raises Ended: nobody wants to hear of it any more."""
        self._keeper.tell(job)
        while self._report is None:
            try:
                self._turn()
            except Gone:
                return None
            self._heed(job["limits"]["graceSec"])
        if self._taken and self._report["facts"]["endedBy"] == "canceled":
            self._report["facts"] |= {"endedBy": "lost", "message": TAKEN_AWAY}
        return self._report

    def await_verdict(self) -> bool:
        """After something came while no script ran yet: whether the run was canceled, rather than taken away."""
        while self._fate.stop_grace_sec is None and not self._silent_about_stop():
            self._fate.check()
            self._fate.pause(_LOOK_SEC)
        return self._fate.stop_grace_sec is not None

    def kill(self) -> None:
        """Ends the sandbox, if there still is one, and waits until its keeper has cleared it away."""
        self._keeper.control.close()
        self._keeper.wait(time.monotonic() + _CLEAR_SEC)
        self._keeper.clear_after(set())

    def _turn(self) -> None:
        control = self._keeper.control
        ends: list[LineSocket | Fate] = [control, self._fate]
        select.select(ends, [control] if control.waiting_to_send else [], [], _LOOK_SEC)
        self._fate.heed()
        with suppress(Gone):  # its end is heard below, behind what it still said
            control.flush()
        for line in control.receive():
            self._hear(json.loads(line))

    def _hear(self, message: dict[str, Any]) -> None:
        match message["event"]:
            case "started":
                self._operator.say("running")
                self._beats.started(iso(message["at"]), message["phases"] | self.phases)
            case "progress":
                self._beats.progress(iso(message["at"]), message["fraction"], message["message"])
            case "report":
                self._report = message["report"]

    def _heed(self, grace_sec: float) -> None:
        self._fate.check()
        if time.monotonic() - self._beats.heard_at > self._pace.silence_sec:
            raise Ended("the API gave no good answer for too long")
        if self._stopped:
            return
        if self._fate.stop_grace_sec is not None:
            self._stop(self._fate.stop_grace_sec)
        elif self._fate.taken_at is not None and self._silent_about_stop():
            self._taken = True
            self._stop(min(grace_sec, self._pace.last_grace_sec))

    def _stop(self, grace_sec: float) -> None:
        self._operator.say("stopping", graceSec=grace_sec)
        self._stopped = True
        self._keeper.stop(grace_sec)

    def _silent_about_stop(self) -> bool:
        # A canceled run's task is stopped too, perhaps before a beat could tell: hence the question.
        if self._fate.taken_at is None:
            return False
        if self._asked is None:
            self._asked = self._beats.soon()
        return self._beats.answered_since(self._asked) or time.monotonic() - self._fate.taken_at > self._pace.ask_sec
