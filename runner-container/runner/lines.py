"""JSON lines over a stream socket, never blocking unless asked to."""

import json
import select
import socket
from typing import Any

LONGEST_LINE = 64 * 1024 * 1024
_READ = 256 * 1024


class Gone(Exception):
    """The other end of a socket is closed: its process ended."""


class LineSocket:
    """Both directions of a socket as lines. Lines come without their newline."""

    def __init__(self, stream: socket.socket) -> None:
        stream.setblocking(False)
        self._stream = stream
        self._parts: list[bytes] = []
        self._part_bytes = 0
        self._outgoing = bytearray()

    def fileno(self) -> int:
        """For selectors."""
        return self._stream.fileno()

    @property
    def waiting_to_send(self) -> bool:
        """Whether posted lines are still ours."""
        return bool(self._outgoing)

    def receive(self) -> list[bytes]:
        """The lines that have arrived, perhaps none. Raises Gone at the end, and for a line above 64 MiB."""
        try:
            data = self._stream.recv(_READ)
        except BlockingIOError:
            return []
        except OSError as error:
            raise Gone from error
        if not data:
            raise Gone
        if b"\n" not in data:
            self._keep(data)
            return []
        *lines, rest = b"".join([*self._parts, data]).split(b"\n")
        self._parts, self._part_bytes = [], 0
        if rest:
            self._keep(rest)
        return [line for line in lines if line]

    def post(self, message: dict[str, Any]) -> None:
        """Sends one message as far as the socket takes it now; the rest goes with the next `flush`.

        Raises ValueError for what is not JSON: the other end could not even tell whose message it was.
        """
        self.post_line(json.dumps(message, separators=(",", ":"), allow_nan=False).encode())

    def post_line(self, line: bytes) -> None:
        """Sends a line that is JSON already."""
        self._outgoing += line + b"\n"
        self.flush()

    def flush(self) -> None:
        """Sends what the socket takes now. Raises Gone."""
        while self._outgoing:
            try:
                sent = self._stream.send(self._outgoing)
            except BlockingIOError:
                return
            except OSError as error:
                raise Gone from error
            del self._outgoing[:sent]

    def drain(self) -> None:
        """Blocks until every posted line is sent. Raises Gone."""
        self.flush()
        while self._outgoing:
            select.select([], [self._stream], [])
            self.flush()

    def close(self) -> None:
        """Closes the socket."""
        self._stream.close()

    def _keep(self, data: bytes) -> None:
        self._parts.append(data)
        self._part_bytes += len(data)
        if self._part_bytes > LONGEST_LINE:
            raise Gone(f"a message is longer than {LONGEST_LINE} bytes")
