"""The end of a run: the rest of its log, its artifacts and its result go to the bucket, then its report to the API."""

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .api import Api
from .fate import Ended, Fate
from .log_mirror import LogMirror
from .pace import Pace
from .uploads import GaveUp, Uploads
from .web import Refused, Unanswered, size_of

if TYPE_CHECKING:
    from concurrent.futures import Future

Until = Callable[[], float]

_AT_ONCE = 4
_PLACEHOLDER = "${filename}"
"""AWS docs: "POST Object", key: S3 puts the file's name in its place."""
_INLINE_BYTES = 1024 * 1024
_REFUSED_AS_IT_IS = 400
_NEVER = frozenset({_REFUSED_AS_IT_IS, 409, 413})
"""Answers to a report that another try would not change."""


class Delivery:
    """Of one run. `until`: time.monotonic() after which nobody waits for its report; it may come nearer meanwhile."""

    def __init__(self, api: Api, uploads: Uploads, fate: Fate, pace: Pace, until: Until) -> None:
        self._api = api
        self._uploads = uploads
        self._fate = fate
        self._pace = pace
        self._until = until
        uploads.until = lambda: until() - pace.report_reserve_sec
        self.lost: list[str] = []
        """What could not be stored, for the operator."""

    def bring(self, report: dict[str, Any], mirror: LogMirror, store: str) -> None:
        """Log, artifacts and result; what cannot be stored is taken out of the report and told there. Raises Ended."""
        # Not imported before the script has run: it would wait for that.
        from concurrent.futures import ThreadPoolExecutor

        begun = time.monotonic()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            artifacts = [(each, pool.submit(self._artifact, store, each)) for each in report["artifacts"]]
            large = report["result"] is not None and report["result"]["kind"] == "file"
            result = pool.submit(self._put, "result", None, f"{store}/result.json") if large else None
            log = pool.submit(mirror.flush, lambda name, path, size: self._uploads.put("log", name, path, size), True)
            self._settle_log(report, log)
            report["artifacts"] = [each for each, put in artifacts if self._arrived(each["name"], put)]
        report["artifactsDropped"] += len(artifacts) - len(report["artifacts"])
        if len(report["artifacts"]) < len(artifacts):
            _tell(report, "Some artifacts could not be stored.")
        if result is not None and not self._arrived("result", result):
            report["result"] = None
            report["facts"]["result"] = {"state": "none", "from": None, "detail": None}
            _tell(report, "The result could not be stored.")
        report["phases"]["uploadedMs"] = round((time.monotonic() - begun) * 1000, 2)

    def report(self, run: str, session: str, report: dict[str, Any], store: str) -> None:
        """Until the API has it. Raises Ended when it will not take it, or nobody answers."""
        document = json.dumps(report, separators=(",", ":"), allow_nan=False).encode()
        said: dict[str, Any] | str = report
        if len(document) > _INLINE_BYTES:
            said = self._uploaded(f"{store}/report.json", document)
        while True:
            self._fate.check()
            try:
                return self._api.report(run, session, said)
            except Refused as refused:
                why = str(refused)
                if refused.status == _REFUSED_AS_IT_IS and said is report:
                    # Requests may be nested less deeply than what a script gives.
                    said = self._uploaded(f"{store}/report.json", document)
                    continue
                if refused.status in _NEVER:
                    raise Ended(f"the report was {why}") from None
            except Unanswered as unanswered:
                why = str(unanswered)
            if time.monotonic() > self._until():
                raise Ended(f"the report reached nobody: {why}")
            time.sleep(self._pace.retry_sec)

    def _uploaded(self, path: str, document: bytes) -> str:
        self._uploads.until = self._until
        with open(path, "wb") as file:
            file.write(document)
        try:
            self._put("report", None, path)
        except GaveUp as error:
            raise Ended(f"the report could not be stored: {error}") from None
        return "uploaded"

    def _artifact(self, store: str, artifact: dict[str, Any]) -> None:
        if _PLACEHOLDER in artifact["name"]:
            raise GaveUp("the bucket would store it under another name")
        self._put("artifacts", artifact["name"], f"{store}/artifacts/{artifact['name']}")

    def _put(self, kind: str, name: str | None, path: str) -> None:
        self._uploads.put(kind, name, path, size_of(path))

    def _settle_log(self, report: dict[str, Any], put: "Future[None]") -> None:
        if not self._arrived("log", put):
            _tell(report, "Part of the log could not be stored.")

    def _arrived(self, what: str, put: "Future[None]") -> bool:
        try:
            put.result()
        except (GaveUp, OSError) as error:
            self.lost.append(f"{what}: {error}")
            return False
        return True


def _tell(report: dict[str, Any], sentence: str) -> None:
    said = report["facts"].get("message")
    report["facts"]["message"] = f"{said} {sentence}" if said else sentence
