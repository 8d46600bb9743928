"""Claims a run: its one-time code and a number of our own choice for a session, a job and the grants."""

import os
import time
from dataclasses import dataclass
from typing import Any

from .api import Api
from .fate import Ended, Fate
from .pace import Pace
from .web import Refused, Unanswered


@dataclass(frozen=True, slots=True)
class Claim:
    """What the API gave, but for the job's own content."""

    session: str
    attempt: int
    """Also the job's, which may not be to be had."""
    job: dict[str, Any]
    """`{kind: inline, value}` or `{kind: file, url}`."""
    grants: dict[str, Any]
    beat_sec: float
    at: float
    """time.monotonic() of the answer."""


class NotToBeClaimed(Exception):
    """Another runner has the run, or it has ended, or the code is wrong."""


def claim(api: Api, run: str, code: str, fate: Fate, pace: Pace) -> Claim:
    """Tries for two minutes. Raises NotToBeClaimed; Ended when nobody answered or the machine is taken away."""
    # The same number with every try: an answer that was lost on its way is then given again.
    nonce = os.urandom(16).hex()
    begun = time.monotonic()
    while True:
        try:
            given = api.claim(run, code, nonce)
            session, attempt, job, grants = (given[name] for name in ("session", "attempt", "job", "grants"))
            return Claim(session, attempt, job, grants, float(given["beatSec"]), time.monotonic())
        except Refused as refused:
            raise NotToBeClaimed(str(refused)) from None
        except Unanswered as unanswered:
            why = str(unanswered)
        if time.monotonic() - begun > pace.claim_sec:
            raise Ended(f"the run could not be claimed: {why}")
        fate.pause(pace.retry_sec)
        if fate.taken_at is not None:
            raise Ended("the platform took the machine away before the run was claimed")
