"""The log as bytes with an index: what was read is appended to `.bin`, and one 28-byte record per read to `.idx`."""

import os
import struct

from .channel import LogPlace

RECORD = struct.Struct("<QQQHBB")
"""Offset in this .bin, unix ms, lines completed before this read, reserved, stream, flags."""

UNFINISHED = 1
"""Flag: the stream had an unfinished line before this read."""


class LogWriter:
    """Appends reads; begins a new pair when one passes the place's measure and a line was completed since."""

    def __init__(self, place: LogPlace) -> None:
        self._place = place
        self._bin = self._idx = -1
        self._offset = 0
        self._first = -1
        self._unfinished = [False, False, False, False]
        self._newlines = 0
        self.bytes = 0
        """Bytes written to .bin files so far."""

    @property
    def lines(self) -> int:
        """Lines completed by a newline so far."""
        return self._newlines

    @property
    def all_lines(self) -> int:
        """Lines once the end of the log completes the unfinished ones."""
        return self._newlines + sum(self._unfinished)

    def append(self, stream: int, data: bytes, unix_ms: int) -> None:
        """Writes one read of `stream` (1 stdout, 2 stderr, 3 our own notes)."""
        if self._bin < 0 or (self._offset >= self._place.roll_bytes and self._newlines > self._first):
            self._begin_pair()
        record = RECORD.pack(self._offset, unix_ms, self._newlines, 0, stream, self._unfinished[stream])
        # The record comes first: bytes without one would look like more of the read before them.
        _write_all(self._idx, record)
        _write_all(self._bin, data)
        self._offset += len(data)
        self.bytes += len(data)
        self._newlines += data.count(b"\n")
        self._unfinished[stream] = not data.endswith(b"\n")

    def close(self) -> None:
        """Closes the current pair."""
        if self._bin >= 0:
            os.close(self._bin)
            os.close(self._idx)
            self._bin = -1

    def _begin_pair(self) -> None:
        self.close()
        self._first = self._newlines
        self._bin, self._idx = self._place.log_pair(self._first)
        self._offset = 0


def _write_all(fd: int, data: bytes) -> None:
    written = os.write(fd, data)
    while written < len(data):
        data = data[written:]
        written = os.write(fd, data)
