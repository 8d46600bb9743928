"""HTTP as a task speaks it: TLS by the system's own store, no proxy, no redirect, one kept connection per host."""

import functools
import http.client
import ipaddress
import json
import os
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from . import multipart

_READ = 256 * 1024
_MOST_ANSWER = 64 * 1024 * 1024
_STORED_PER_SEC = 4 * 1024 * 1024  # the slowest that a bucket may store what it was sent
_COME_AGAIN = frozenset({408, 425, 429})

Take = Callable[[bytes], None]
Headers = dict[str, str]
Send = Callable[[http.client.HTTPConnection], None]


class Unanswered(Exception):
    """No answer, or one that says to come again; the text names the kind of failure and never an address."""


class Refused(Exception):
    """An answer that will not be another one the next time."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with status {status}")
        self.status = status


class Web:
    """For one thread. `plain`: whether HTTP without TLS will do for hosts other than this one."""

    def __init__(self, *, plain: bool, patience_sec: float) -> None:
        self._plain = plain
        self._patience = patience_sec
        self._kept: dict[tuple[str, str], http.client.HTTPConnection] = {}

    def post_json(self, url: str, body: dict[str, Any]) -> Any:
        """The answer's JSON, None when it has no body. Raises Unanswered, Refused."""
        data = json.dumps(body, separators=(",", ":"), allow_nan=False).encode()
        headers = {"content-type": "application/json", "content-length": str(len(data))}
        return _parsed(self._ask("POST", url, headers, lambda connection: connection.send(data)))

    def get_json(self, url: str) -> Any:
        """A JSON document. Raises Unanswered, Refused."""
        return _parsed(self._ask("GET", url, {}, None))

    def download(self, url: str, take: Take) -> None:
        """Gives a body to `take`, piece by piece. Raises Unanswered, Refused, and what `take` raises."""
        self._ask("GET", url, {}, None, take)

    def post_file(self, url: str, fields: dict[str, str], path: str, size: int) -> None:
        """A form with one file, of which the first `size` bytes are sent. Raises Unanswered, Refused, OSError."""
        with open(path, "rb") as file:
            head, tail, kind = multipart.frame(fields)
            headers = {"content-type": kind, "content-length": str(len(head) + size + len(tail))}

            def send(connection: http.client.HTTPConnection) -> None:
                # Who stores so much answers only when it is stored.
                connection.sock.settimeout(self._patience + size / _STORED_PER_SEC)
                file.seek(0)
                connection.send(head)
                multipart.send_file(connection, file, size)
                connection.send(tail)

            self._ask("POST", url, headers, send)

    def close(self) -> None:
        """Closes every kept connection."""
        while self._kept:
            self._kept.popitem()[1].close()

    def _ask(self, method: str, url: str, headers: Headers, send: Send | None, take: Take | None = None) -> bytes:
        scheme, host, target = self._allowed(url)
        kept = (scheme, host) in self._kept
        try:
            response = self._exchange(method, (scheme, host, target), headers, send)
        except (OSError, http.client.HTTPException) as error:
            self._drop(scheme, host)
            if not kept or isinstance(error, TimeoutError):
                raise Unanswered(type(error).__name__) from error
            # A connection that lay idle may have been closed by the other end, which says nothing about this request;
            # everything that a task asks may be asked twice.
            return self._ask(method, url, headers, send, take)
        try:
            return _read(response, take)
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(type(error).__name__) from error
        finally:
            if response.will_close or not response.isclosed():
                self._drop(scheme, host)

    def _exchange(
        self, method: str, where: tuple[str, str, str], headers: Headers, send: Send | None
    ) -> http.client.HTTPResponse:
        scheme, host, target = where
        connection = self._kept.get((scheme, host)) or self._connect(scheme, host)
        self._kept[scheme, host] = connection
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.sock.settimeout(self._patience)
        if send is not None:
            # Who refuses a body early closes while it is sent: the answer, if it still came, says more than the pipe.
            with suppress(BrokenPipeError, ConnectionResetError):
                send(connection)
        return connection.getresponse()

    def _connect(self, scheme: str, host: str) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, timeout=self._patience)
        return http.client.HTTPSConnection(host, timeout=self._patience, context=_tls())

    def _allowed(self, url: str) -> tuple[str, str, str]:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and (self._plain or _is_here(parts.hostname))):
            raise Refused(0)
        query = f"?{parts.query}" if parts.query else ""
        return parts.scheme, parts.netloc.rpartition("@")[2], (parts.path or "/") + query

    def _drop(self, scheme: str, host: str) -> None:
        connection = self._kept.pop((scheme, host), None)
        if connection is not None:
            connection.close()


@functools.cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _is_here(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _read(response: http.client.HTTPResponse, take: Take | None) -> bytes:
    good = 200 <= response.status < 300
    if not good or take is None:
        body = response.read(_MOST_ANSWER)
        if response.status >= 500 or response.status in _COME_AGAIN:
            raise Unanswered(f"status {response.status}")
        if not good:
            raise Refused(response.status)
    else:
        body = b""
        while data := response.read(_READ):
            take(data)
    if response.length:  # http.client says nothing of a body that was cut off when it is asked for so many bytes
        raise Unanswered("IncompleteRead")
    return body


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body.strip() else None
    except (ValueError, RecursionError) as error:
        raise Unanswered("an answer that is no JSON") from error


def size_of(path: str) -> int:
    """Bytes of a file of ours, 0 when there is none."""
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0
