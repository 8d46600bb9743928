"""The API as a runner knows it: four requests, each safe to be made twice."""

from typing import Any

from .pace import Pace
from .web import Web


class Api:
    """For one thread."""

    def __init__(self, base: str, pace: Pace) -> None:
        self._base = base
        self._web = Web(plain=True, patience_sec=pace.answer_sec)

    def claim(self, run: str, code: str, nonce: str) -> dict[str, Any]:
        """`{session, attempt, job, grants, beatSec}`. Raises Unanswered, Refused."""
        return self._post(f"/runner/runs/{run}/claim", {"code": code, "nonce": nonce})

    def beat(self, run: str, body: dict[str, Any]) -> dict[str, Any]:
        """`{watched, stop, grants?}`. Raises Unanswered, Refused."""
        return self._post(f"/runner/runs/{run}/beat", body)

    def report(self, run: str, session: str, report: dict[str, Any] | str) -> None:
        """Raises Unanswered, Refused."""
        self._web.post_json(f"{self._base}/runner/runs/{run}/report", {"session": session, "report": report})

    def poll(self, slot: str, secret: str) -> dict[str, Any]:
        """`{url, expiresAt}`. Raises Unanswered, Refused."""
        return self._post(f"/runner/slots/{slot}/poll", {"secret": secret})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._web.post_json(self._base + path, body)
        return answer
