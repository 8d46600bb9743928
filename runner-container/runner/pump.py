"""Moves a script's output into its log: large reads, an output limit, and what result and traceback are read from."""

import os
import time
from dataclasses import dataclass, field

from .log_writer import LogWriter

READ_BYTES = 256 * 1024
STDOUT, STDERR, NOTES = 1, 2, 3
_STDERR_TAIL = 64 * 1024
_SPARE_DROPPED = 64 * 1024 * 1024


@dataclass(slots=True)
class Stream:
    """One of a script's two outputs."""

    number: int
    fd: int
    kept: int = 0
    ended: bool = False
    last_read: float = 0.0


@dataclass(slots=True)
class Head:
    """The beginning of stdout, while all of it may still be the result."""

    most: int
    any_document: bool
    """Whether scalars count too; else the first character must open an object or array."""
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    hopeless: bool = False
    overflow: bool = False

    def take(self, data: bytes) -> None:
        """Keeps more of it, or nothing once it cannot be a result."""
        if self.hopeless or self.overflow:
            return
        if not self.any_document and self.size == 0:
            data = data.lstrip()
            if not data:
                return
            self.hopeless = data[:1] not in (b"{", b"[")
        self.parts.append(data)
        self.size += len(data)
        self.overflow = self.size > self.most
        if self.hopeless or self.overflow:
            self.parts.clear()


class Pump:
    """Reads both outputs of one script. `head` and `tail` are what the report looks at."""

    def __init__(self, log: LogWriter, output_limit: int, head: Head) -> None:
        self._log = log
        self._limit = output_limit
        self.head = head
        self.tail = bytearray()
        self.dropped = 0
        self.dropped_stdout = False

    @property
    def limit_hit(self) -> bool:
        """Whether output was dropped."""
        return self.dropped > 0

    @property
    def flooded(self) -> bool:
        """Whether so much was dropped that the script is to be ended."""
        return self.dropped > max(_SPARE_DROPPED, 4 * self._limit)

    def take(self, stream: Stream, kept_of_both: int) -> int:
        """One read. Returns its size, 0 when nothing is there now; `stream.ended` tells the end."""
        try:
            data = os.read(stream.fd, READ_BYTES)
        except BlockingIOError:
            return 0
        if not data:
            stream.ended = True
            return 0
        stream.last_read = time.monotonic()
        room = self._limit - kept_of_both
        if stream.number == STDOUT:
            self.head.take(data)
        else:
            self.tail += data
            del self.tail[:-_STDERR_TAIL]
        if len(data) <= room:
            self._keep(stream, data)
        else:
            self._keep_and_drop(stream, data, max(room, 0))
        return len(data)

    def _keep(self, stream: Stream, data: bytes) -> None:
        self._log.append(stream.number, data, time.time_ns() // 1_000_000)
        stream.kept += len(data)

    def _keep_and_drop(self, stream: Stream, data: bytes, room: int) -> None:
        if room:
            self._keep(stream, data[:room])
        if not self.dropped:
            note = f"[runlet: output limit of {self._limit} bytes reached; what follows is not kept]\n"
            self._log.append(NOTES, note.encode(), time.time_ns() // 1_000_000)
        self.dropped += len(data) - room
        self.dropped_stdout = self.dropped_stdout or stream.number == STDOUT
