"""The other side of a task: the API's four routes and a bucket, in this process, with every fault that a test wants."""

import json
import threading
import time
from collections.abc import Mapping
from http.server import ThreadingHTTPServer
from typing import Any

from tests.task.cloud_http import CloudHandler

RUN, CODE, SESSION = "run_01JH7Q3V9ZK4M2N8P6R5S1T0WX", "claim-code-of-this-run", "session-of-this-run"
SLOT, SECRET = "slot_1", "secret-of-this-slot"


DEEPEST = 200
"""The API takes no request that is nested more deeply."""


class Cloud:
    """`api` and `bucket` are "well", "broken" (503), "silent" or "gone"; the rest is what a test sets or looks at.

    `cut_answers`: of so many requests of a kind (`claim`, `beat`, `report`) the connection is cut once they are done.
    """

    def __init__(self) -> None:
        self.api = self.bucket = "well"
        self.job: Mapping[str, Any] = {}
        self.job_address: str | None = None
        self.attempt = 1
        self.cut_answers: dict[str, int] = {}
        self.objects: dict[str, bytes] = {}
        self.puts: list[tuple[str, int]] = []
        self.downloads: dict[str, bytes] = {}
        self.delay_sec = 0.0
        self.nonce: str | None = None
        self.claims: list[dict[str, Any]] = []
        self.beats: list[dict[str, Any]] = []
        self.reports: list[Any] = []
        self.reported_at = 0.0
        self.watched = False
        self.stop: dict[str, float] | None = None
        self.over = False
        self.beat_sec = 0.5
        self.serial = 1
        self.refused_serials: set[int] = set()
        self.refused_keys: dict[str, int] = {}
        self.slot_job: dict[str, str] | None = None
        self.polls = 0
        self.lost_answers = 0
        self._listen(0)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def report(self) -> Any:
        """The report, wherever it lies."""
        said = self.reports[-1]
        return json.loads(self.objects[f"runs/{RUN}/report.json"]) if said == "uploaded" else said

    def fail(self, how: str) -> None:
        """API and bucket are so from now on; "gone": nothing listens, and connections that lay open are cut."""
        self.api = self.bucket = how
        if how == "gone":
            self.close()

    def recover(self) -> None:
        """All is well, at the same address."""
        if self.api == "gone":
            self._listen(self._server.server_address[1])
        self.api = self.bucket = "well"

    def close(self) -> None:
        """Stops serving."""
        self._server.shutdown()
        self._server.server_close()

    def cuts(self, path: str) -> bool:
        """Whether the answer to this request, which was done, is to be lost."""
        kind = path.rpartition("/")[2]
        self.cut_answers[kind] = self.cut_answers.get(kind, 0) - 1
        return self.cut_answers[kind] >= 0

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """What the API says."""
        match path.strip("/").split("/"):
            case ["prod", "runner", "runs", run, "claim"] if run == RUN:
                return self._claim(body)
            case ["prod", "runner", "runs", run, what] if run == RUN and body.get("session") == SESSION:
                return self._beat(body) if what == "beat" else self._report(body)
            case ["prod", "runner", "slots", slot, "poll"] if slot == SLOT and body == {"secret": SECRET}:
                self.polls += 1
                at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 900))
                return 200, {"url": f"{self.url}/pool/job.json", "expiresAt": at}
        return 409, {"code": "claim-refused"}

    def store(self, fields: dict[str, str], data: bytes) -> int:
        """What the bucket says to an upload; the object is kept whole or not at all."""
        key = fields["key"]
        if int(fields["serial"]) in self.refused_serials or not key.startswith(fields["below"]):
            return 403
        if key in self.refused_keys:
            return self.refused_keys[key]
        self.objects[key] = data
        self.puts.append((key, len(data)))
        return 204

    def _listen(self, port: int) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _claim(self, body: dict[str, Any]) -> tuple[int, Any]:
        self.claims.append(body)
        if self.over or body["code"] != CODE or self.nonce not in (None, body["nonce"]):
            return 409, {"code": "claim-refused"}
        self.nonce = body["nonce"]
        job: dict[str, Any] = {"kind": "inline", "value": self.job}
        if self.job_address is not None:
            job = {"kind": "file", "url": f"{self.url}{self.job_address}"}
        told = {"session": SESSION, "attempt": self.attempt, "beatSec": self.beat_sec}
        return 200, told | {"job": job, "grants": self._grants()}

    def _beat(self, body: dict[str, Any]) -> tuple[int, Any]:
        self.beats.append({**body, "at": time.monotonic()})
        if self.over:
            return 409, {"code": "claim-refused"}
        answer: dict[str, Any] = {"watched": self.watched, "stop": self.stop}
        if body.get("renew"):
            self.serial += 1
            answer["grants"] = self._grants()
        return 200, answer

    def _report(self, body: dict[str, Any]) -> tuple[int, Any]:
        self.reports.append(body["report"])
        self.reported_at = time.monotonic()
        if len(self.reports) <= self.lost_answers:
            return 503, {}
        if "[" * DEEPEST in json.dumps(body["report"]):
            return 400, {"code": "bad-json"}
        return (409, {"code": "claim-refused"}) if self.over else (200, {})

    def _grants(self) -> dict[str, Any]:
        def grant(name: str) -> dict[str, Any]:
            key = f"runs/{RUN}/{name}"
            fields = {"serial": str(self.serial), "below": key}
            whole = {"prefix": key} if name.endswith("/") else {"key": key}
            if "key" in whole:
                fields["key"] = key
            return {"url": f"{self.url}/bucket", "fields": fields, "maxBytes": 1 << 30, **whole}

        names = {"log": "log/", "artifacts": "artifacts/", "result": "result.json", "report": "report.json"}
        at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 900))
        return {kind: grant(name) for kind, name in names.items()} | {"expiresAt": at}


def _handler(cloud: Cloud) -> type[CloudHandler]:
    return type("Handler", (CloudHandler,), {"cloud": cloud})
