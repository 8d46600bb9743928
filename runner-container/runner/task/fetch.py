"""Brings a run's job, code and input files to the disk, and spells the job as a keeper reads it."""

import hashlib
import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

from .fate import Fate
from .pace import Pace
from .web import Refused, Unanswered, Web

T = TypeVar("T")

_MOST_ARCHIVE = 512 * 1024 * 1024
_WRONG_CONTENT_TRIES = 3
_SURE = frozenset({400, 401, 404, 410})
"""Answers to a download that another try will not change; 403 may be a clock that is a second off."""


class FetchFailed(Exception):
    """Code or a file could not be had; the text is a sentence for people and names no address."""


class Interrupted(Exception):
    """Something came meanwhile that the caller must look at: see Fate."""


class Fetcher:
    """Downloads into a folder of its own that only we can read."""

    def __init__(self, folder: str, fate: Fate, pace: Pace, *, plain: bool) -> None:
        os.makedirs(folder, mode=0o700)
        self._folder = folder
        self._fate = fate
        self._pace = pace
        self._web = Web(plain=plain, patience_sec=pace.transfer_sec)

    def job(self, given: dict[str, Any]) -> dict[str, Any]:
        """The remote job itself, whichever way it was given. Raises FetchFailed, Interrupted."""
        if given["kind"] == "inline":
            job: dict[str, Any] = given["value"]
        else:
            job = self._patiently("the job", lambda: self._web.get_json(given["url"]))
        return job

    def local_job(self, remote: dict[str, Any], store: str) -> dict[str, Any]:
        """The same job with paths for addresses. Raises FetchFailed, Interrupted, KeyError for one of a wrong form."""
        code = remote["code"]
        if code["kind"] == "archive":
            path = self._file("the code", "code", code["url"], code["sha256"], _MOST_ARCHIVE)
            code = {"kind": "archive", "path": path, "sha256": code["sha256"]}
        files = [
            {
                "path": file["path"],
                "source": self._file(file["path"], f"file-{number}", file["url"], file["sha256"], file["bytes"]),
                "sha256": file["sha256"],
                "bytes": file["bytes"],
            }
            for number, file in enumerate(remote["files"])
        ]
        return {**remote, "code": code, "files": files, "store": {"kind": "directory", "path": store}}

    def close(self) -> None:
        """Gives up the connections."""
        self._web.close()

    def _file(self, what: str, name: str, url: str, sha256: str, most: int) -> str:
        path = f"{self._folder}/{name}"
        for _ in range(_WRONG_CONTENT_TRIES):
            if self._patiently(what, lambda: self._once(url, path, most)) == sha256:
                return path
        raise FetchFailed(f"What was fetched as {what} is not what was stored: its SHA-256 is another one.")

    def _once(self, url: str, path: str, most: int) -> str:
        digest, size = hashlib.sha256(), 0
        with open(path, "wb") as target:

            def take(data: bytes) -> None:
                nonlocal size
                size += len(data)
                if size > most:
                    raise FetchFailed(f"What was fetched is larger than the {most} bytes that were announced.")
                self._heed()
                digest.update(data)
                target.write(data)

            self._web.download(url, take)
        return digest.hexdigest()

    def _patiently(self, what: str, fetch: Callable[[], T]) -> T:
        begun = time.monotonic()
        while True:
            self._heed()
            try:
                return fetch()
            except Refused as refused:
                why, hopeless = str(refused), refused.status in _SURE or refused.status == 0
            except Unanswered as unanswered:
                why, hopeless = str(unanswered), False
            if hopeless or time.monotonic() - begun > self._pace.fetch_sec:
                raise FetchFailed(f"Fetching {what} failed: {why}.")
            self._fate.pause(self._pace.retry_sec)

    def _heed(self) -> None:
        self._fate.check()
        if self._fate.stop_grace_sec is not None or self._fate.taken_at is not None:
            raise Interrupted
