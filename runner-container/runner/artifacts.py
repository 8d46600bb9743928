"""Keeps what a script left in $RUNLET_OUTPUT: regular files of its own, within limits, no link followed."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from .channel import Channel
from .limits import Limits
from .mime import mime_type
from .untrusted import open_regular

_DEEPEST = 32
_COPY_BYTES = 1024 * 1024
_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Collector:
    """Copies files into the store. `kept` is the report's `artifacts`, `dropped` counts what was left behind."""

    def __init__(self, channel: Channel, limits: Limits, owner: int | None) -> None:
        self._channel = channel
        self._limits = limits
        self._owner = owner
        self._bytes = 0
        self._seen: set[tuple[int, int]] = set()
        self.kept: list[dict[str, Any]] = []
        self.dropped = 0
        self.over_limit = False
        """Whether number or bytes decided that something was dropped."""

    def collect(self, folder: str) -> None:
        """Looks through a folder, in the order of names. Call it only when no process of the sandbox is left."""
        with suppress(OSError):
            fd = os.open(folder, _FOLDER_FLAGS)
            try:
                for name, parent, base in self._files(fd, "", 0):
                    self._take(name, parent, base)
            finally:
                os.close(fd)

    def _files(self, fd: int, prefix: str, depth: int) -> Iterator[tuple[str, int, str]]:
        with os.scandir(fd) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(entry.name, fd, name, depth)
            elif entry.is_file(follow_symlinks=False) and name.isprintable():
                yield name, fd, entry.name
            else:
                self.dropped += 1

    def _below(self, name: str, parent: int, path: str, depth: int) -> Iterator[tuple[str, int, str]]:
        try:
            if depth >= _DEEPEST or not path.isprintable():
                raise OSError("too deep, or a name that no report can carry")
            fd = _open_folder(name, parent)
        except OSError:
            self.dropped += 1
            return
        try:
            yield from self._files(fd, f"{path}/", depth + 1)
        finally:
            os.close(fd)

    def _take(self, name: str, parent: int, base: str) -> None:
        fd = open_regular(base, self._owner, parent) or _reopen_readable(base, self._owner, parent)
        if fd is None:
            self.dropped += 1
            return
        try:
            facts = os.fstat(fd)
            identity = (facts.st_dev, facts.st_ino)
            if identity in self._seen:  # another name of a file that is kept already
                return
            self._seen.add(identity)
            too_many = len(self.kept) >= self._limits.artifacts
            if too_many or self._bytes + facts.st_size > self._limits.artifactBytes:
                self.dropped += 1
                self.over_limit = True
                return
            self.kept.append(self._copy(name, fd))
        finally:
            os.close(fd)

    def _copy(self, name: str, source: int) -> dict[str, Any]:
        digest, size, start = hashlib.sha256(), 0, b""
        target = self._channel.artifact(name)
        try:
            while data := os.read(source, _COPY_BYTES):
                start = start or data[:512]
                digest.update(data)
                size += len(data)
                view = memoryview(data)
                while view:
                    view = view[os.write(target, view) :]
        finally:
            os.close(target)
        self._bytes += size
        return {"name": name, "bytes": size, "sha256": digest.hexdigest(), "mime": mime_type(name, start)}


def _open_folder(name: str, parent: int) -> int:
    try:
        return os.open(name, _FOLDER_FLAGS, dir_fd=parent)
    except PermissionError:
        # A folder that its script closed to itself is the script's own all the same.
        os.chmod(name, 0o700, dir_fd=parent)
        return os.open(name, _FOLDER_FLAGS, dir_fd=parent)


def _reopen_readable(name: str, owner: int | None, parent: int) -> int | None:
    if owner is not None:  # root needs no permission; what it could not open is no regular file of the script's
        return None
    with suppress(OSError):
        os.chmod(name, 0o600, dir_fd=parent)
    return open_regular(name, owner, parent)
