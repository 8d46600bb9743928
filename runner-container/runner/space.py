"""Bytes that a sandbox's folders hold, counted a slice at a time, so that a million files never delay the log."""

import os
import time
from collections.abc import Iterator

_ENTRIES_PER_LOOK = 400
_REST_SEC = 0.5


class SpaceMeter:
    """Walks the folders over and over; `look` says what the last finished walk, or the running one, found."""

    def __init__(self, folders: list[str]) -> None:
        self._folders = folders
        self._walk: Iterator[int] | None = None
        self._sum = 0
        self._last = 0
        self._rest_until = 0.0

    def look(self) -> int:
        """Goes on walking for a few hundred entries; returns bytes."""
        now = time.monotonic()
        if self._walk is None:
            if now < self._rest_until:
                return self._last
            self._walk, self._sum = self._sizes(), 0
        for _ in range(_ENTRIES_PER_LOOK):
            size = next(self._walk, None)
            if size is None:
                self._walk, self._last, self._rest_until = None, self._sum, now + _REST_SEC
                return self._last
            self._sum += size
        return max(self._last, self._sum)

    def _sizes(self) -> Iterator[int]:
        pending = list(self._folders)
        while pending:
            try:
                with os.scandir(pending.pop()) as entries:
                    for entry in entries:
                        yield _allocated(entry)
                        if entry.is_dir(follow_symlinks=False):
                            pending.append(entry.path)
            except OSError:  # gone meanwhile, or closed by its owner: not worth an end
                continue


def _allocated(entry: os.DirEntry[str]) -> int:
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return 0
    # Allocated, not apparent: a sparse file takes no space. Each name of a hard link counts its share.
    return facts.st_blocks * 512 // max(facts.st_nlink, 1)
