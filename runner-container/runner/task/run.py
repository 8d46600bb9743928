"""One claimed run, from its job to its report."""

import time
from collections.abc import Callable
from typing import Any

from ..job import read_job
from ..keepers import lost_report
from .api import Api
from .beats import Beats
from .claim import Claim
from .deliver import Delivery
from .fate import Ended
from .fetch import Fetcher, FetchFailed, Interrupted
from .flusher import Flusher
from .grants import Grants
from .ground import Ground
from .hold import TAKEN_AWAY, Hold
from .log_mirror import LogMirror
from .pace import ROLL_BYTES
from .settings import Settings
from .uploads import Uploads

Phases = dict[str, float]

_UNREADABLE_LIMITS = {"timeoutSec": 0.0, "graceSec": 0.0}


class Run:
    """`phases`: what was measured before there was a keeper."""

    def __init__(self, ground: Ground, run_id: str, claimed: Claim, settings: Settings, phases: Phases) -> None:
        plain = settings.plain
        self._ground, self._run_id, self._claimed, self._plain = ground, run_id, claimed, plain
        self._store = f"{ground.private}/store"
        self._job: dict[str, Any] = {"runId": run_id, "attempt": claimed.attempt, "limits": _UNREADABLE_LIMITS}
        self._grants = Grants(claimed.grants, ground.pace)
        api = Api(settings.api, ground.pace)
        self._beats = Beats(api, run_id, claimed, ground.pace, ground.fate, self._grants)
        self._grants.when_refused = self._beats.soon
        self._mirror = LogMirror(f"{self._store}/log", ROLL_BYTES)
        self._flusher = Flusher(self._mirror, self._grants, ground.pace, plain=plain)
        self._beats.log_size = lambda: self._mirror.size
        self._beats.before_watched = self._flusher.flush_now
        self._hold = Hold(ground.keeper, self._beats, ground.fate, ground.pace, ground.operator)
        self._hold.phases = dict(phases)

    def serve(self, api: Api) -> None:
        """Executes and reports. `api` is this thread's own. Raises Ended; the sandbox is gone either way."""
        self._beats.start()
        self._flusher.start()
        try:
            report = self._execute()
            self._hold.kill()
            self._flusher.finish()
            self._beats.tell_rest()
            report["phases"] |= self._hold.phases
            self._deliver(api, report)
        finally:
            self._beats.close()

    def _execute(self) -> dict[str, Any]:
        try:
            job = self._fetch()
        except Interrupted:
            canceled = self._hold.await_verdict()
            return self._unstarted("canceled" if canceled else "lost", None if canceled else TAKEN_AWAY)
        except (FetchFailed, OSError) as error:
            return self._unstarted("start-failed", str(error))
        except (ValueError, KeyError, TypeError) as error:
            return self._unstarted("start-failed", f"The job is not of the form that this runner knows: {error}.")
        report = self._hold.until_report(job)
        if report is None:
            return self._unstarted("lost", "The process that kept the sandbox ended without a report.")
        self._ground.operator.say("ran", endedBy=report["facts"]["endedBy"], exitCode=report["facts"]["exitCode"])
        return report

    def _fetch(self) -> dict[str, Any]:
        begun = time.monotonic()
        ground = self._ground
        fetcher = Fetcher(f"{ground.private}/fetched", ground.fate, ground.pace, plain=self._plain)
        try:
            remote = fetcher.job(self._claimed.job)
            job = fetcher.local_job(remote, self._store)
            read_job(job)
            self._job = job
        finally:
            fetcher.close()
        self._hold.phases["downloadedMs"] = round((time.monotonic() - begun) * 1000, 2)
        ground.operator.say("downloaded", ms=self._hold.phases["downloadedMs"])
        return job

    def _unstarted(self, ended_by: str, message: str | None) -> dict[str, Any]:
        report: dict[str, Any] = lost_report(self._job, self._ground.place.version, ended_by, message or "")["report"]
        report["facts"]["message"] = message
        return report

    def _deliver(self, api: Api, report: dict[str, Any]) -> None:
        ground = self._ground
        uploads = Uploads(self._grants, ground.pace, plain=self._plain, halted=self._check)
        delivery = Delivery(api, uploads, ground.fate, ground.pace, self._until(time.monotonic()))
        delivery.bring(report, self._mirror, self._store)
        for lost in delivery.lost:
            ground.operator.say("not-stored", what=lost)
        self._beats.await_told(ground.pace.last_beat_sec)
        delivery.report(self._run_id, self._claimed.session, report, ground.private)

    def _check(self) -> None:
        self._ground.fate.check()
        if time.monotonic() - self._beats.heard_at > self._ground.pace.silence_sec:
            raise Ended("the API gave no good answer for too long")

    def _until(self, ended_at: float) -> Callable[[], float]:
        # The workflow waits for timeout, grace and two minutes from about the claim on, the platform for two minutes.
        limits, pace, fate = self._job["limits"], self._ground.pace, self._ground.fate
        waits = float(limits["timeoutSec"] + limits["graceSec"]) + pace.reporting_sec - pace.report_reserve_sec
        until = max(self._claimed.at + waits, ended_at + pace.report_reserve_sec * 2)
        return lambda: until if fate.taken_at is None else min(until, fate.taken_at + pace.taken_sec)
