"""How the cloud of the tests is spoken to."""

import json
import re
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.task.cloud import Cloud

_FIELD = re.compile(r'\r\ncontent-disposition: form-data; name="([^"]*)"\r\n\r\n(.*)\r\n', re.DOTALL)


class CloudHandler(BaseHTTPRequestHandler):
    """One request: faults first, then the bucket, the slot's object, downloads, and the API."""

    cloud: "Cloud"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        bucket = self.path == "/bucket"
        body = self.rfile.read(int(self.headers["content-length"]))
        if self._fails("bucket" if bucket else "api"):
            return
        if bucket:
            self._say(self._store(body), b"")
        else:
            status, answer = self.cloud.answer(self.path, json.loads(body))
            if self.cloud.cuts(self.path):
                self.close_connection = True
                return
            self._say(status, json.dumps(answer).encode())

    def do_GET(self) -> None:
        if self._fails("bucket"):
            return
        if self.path == "/pool/job.json":
            found = self.cloud.slot_job
            self._say(200 if found else 403, json.dumps(found or {}).encode())
        elif self.path in self.cloud.downloads:
            self._say(200, self.cloud.downloads[self.path])
        else:
            self._say(404, b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""

    def _fails(self, part: str) -> bool:
        if getattr(self.cloud, part) == "broken":
            self._say(503, b"")
            return True
        if getattr(self.cloud, part) not in ("silent", "gone"):
            return False
        while getattr(self.cloud, part) == "silent":
            time.sleep(0.02)
        self.close_connection = True
        return True

    def _store(self, body: bytes) -> int:
        boundary = b"--" + self.headers["content-type"].rpartition("boundary=")[2].encode()
        # The file is the last part; it may hold anything, the boundary excepted.
        *parts, file, _ = body.split(boundary)
        fields = dict(_field(part.decode()) for part in parts[1:])
        return self.cloud.store(fields, file.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n"))

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(0 if status == 204 else len(body)))
        self.end_headers()
        for at in range(0, len(body), 65536):
            time.sleep(self.cloud.delay_sec)
            self.wfile.write(body[at : at + 65536])


def _field(part: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(part)
    assert found, f"no field of a form: {part[:80]!r}"
    name, value = found.groups()
    return name, value
