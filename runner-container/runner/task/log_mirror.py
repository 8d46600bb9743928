"""Keeps the log in the bucket as it lies on the disk: pairs of index and bytes, each named by its first line.

A pair that grows is uploaded again whole, until another one is begun; it was closed then. The index goes first and is
measured last, so that neither on the disk nor in the bucket there is a byte without its record.
"""

import os
from bisect import bisect_left
from collections.abc import Callable

from ..log_writer import RECORD
from .web import size_of

_LARGE_GROWS_BY = 1.5

Put = Callable[[str, str, int], None]
"""Name below `log/`, path, size."""


class LogMirror:
    """For one thread; `size` may be asked from any."""

    def __init__(self, folder: str, roll_bytes: int) -> None:
        self._folder = folder
        self._roll_bytes = roll_bytes
        self._done: set[str] = set()
        self._done_bytes = 0
        self._sent: dict[str, int] = {}
        self.size = (0, 0)
        """Bytes and lines that lie in the bucket."""

    @property
    def waiting_bytes(self) -> int:
        """How much lies on the disk alone."""
        waiting = (size_of(f"{self._folder}/{stem}.bin") - self._sent.get(stem, 0) for stem in self._open_stems())
        return sum(waiting)

    def flush(self, put: Put, whole: bool) -> None:
        """Uploads what is new. `whole`: the log is complete; else a large growing pair waits until it is worth it.

        Raises what `put` raises; the next flush goes on from there.
        """
        stems = self._open_stems()
        for stem in stems:
            self._flush_pair(put, stem, whole, closed=stem != stems[-1])

    def _flush_pair(self, put: Put, stem: str, whole: bool, closed: bool) -> None:
        sent = self._sent.get(stem, 0)
        size = size_of(f"{self._folder}/{stem}.bin")
        # One endless line cannot be cut into parts: uploading gigabytes each second would help nobody.
        too_early = sent > self._roll_bytes and size < sent * _LARGE_GROWS_BY and not (whole or closed)
        if size > sent and not too_early:
            index = size_of(f"{self._folder}/{stem}.idx")
            put(f"{stem}.idx", f"{self._folder}/{stem}.idx", index)
            put(f"{stem}.bin", f"{self._folder}/{stem}.bin", size)
            self._sent[stem] = size
        if closed:
            self._done.add(stem)
            self._done_bytes += self._sent.pop(stem, 0)
            self.size = (self._done_bytes, self.size[1])
        elif size > sent and not too_early:
            self.size = (self._done_bytes + size, lines_until(f"{self._folder}/{stem}", size))

    def _open_stems(self) -> list[str]:
        try:
            names = sorted(os.listdir(self._folder))
        except FileNotFoundError:
            return []
        stems = [name.removesuffix(".idx") for name in names if name.endswith(".idx")]
        return [stem for stem in stems if stem not in self._done]


def lines_until(stem: str, size: int) -> int:
    """Lines completed by the first `size` bytes of a pair, all pairs before it counted."""
    with open(f"{stem}.idx", "rb") as index:
        records = index.read()
    # The last record that begins before the end; the one at offset 0 always does.
    number = bisect_left(range(len(records) // RECORD.size), size, key=lambda at: _record(records, at)[0]) - 1
    offset, _, before, *_ = _record(records, number)
    with open(f"{stem}.bin", "rb") as data:
        data.seek(offset)
        return before + data.read(size - offset).count(b"\n")


def _record(records: bytes, number: int) -> tuple[int, int, int, int, int, int]:
    record: tuple[int, int, int, int, int, int] = RECORD.unpack_from(records, number * RECORD.size)
    return record
