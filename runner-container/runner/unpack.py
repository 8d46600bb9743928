"""Puts a job's code, input files and input into a sandbox's folders, owned by the sandbox's uid."""

import base64
import json
import os
from typing import IO

from .job import Job, input_document
from .layout import Layout

_PIECE = 1024 * 1024


class UnpackFailed(Exception):
    """The job's code or files could not be put in place; the text is a sentence for people."""


def unpack(job: Job, layout: Layout, owner: int | None) -> None:
    """Writes everything the script finds at its start. Raises UnpackFailed."""
    writer = _Writer(layout.work, owner)
    try:
        if job.code["kind"] == "inline":
            for file in job.code["files"]:
                writer.put(file["path"], base64.b64decode(file["base64"]))
        else:
            from .archive import unpack_archive

            unpack_archive(job.code["path"], writer.copy)
        for file in job.files:
            with open(file["source"], "rb") as source:
                writer.copy(file["path"], source)
        if job.workingDirectory is not None:
            writer.folder(job.workingDirectory)
        io = _Writer(layout.io, owner)
        if job.hasInput:
            io.put("input.json", input_document(job))
        if job.state is not None:
            io.put("state.json", json.dumps(job.state).encode())
    except (OSError, ValueError, KeyError) as error:
        raise UnpackFailed(f"The code or an input file could not be put in place: {error}") from error


class _Writer:
    """Creates files below one folder; nothing above it, nothing twice, no link followed."""

    def __init__(self, base: str, owner: int | None) -> None:
        self._base = base
        self._owner = owner
        self._made = {""}

    def put(self, path: str, content: bytes) -> None:
        with open(self._create(path, executable=False), "wb", buffering=0) as target:
            view = memoryview(content)
            while view:
                view = view[target.write(view) :]

    def copy(self, path: str, source: IO[bytes], executable: bool = False) -> None:
        with open(self._create(path, executable), "wb") as target:
            while data := source.read(_PIECE):
                target.write(data)

    def _create(self, path: str, executable: bool) -> int:
        self.folder(path.rpartition("/")[0])
        _check(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        fd = os.open(f"{self._base}/{path}", flags, 0o600)
        os.fchmod(fd, 0o755 if executable else 0o644)
        if self._owner is not None:
            os.fchown(fd, self._owner, self._owner)
        return fd

    def folder(self, path: str) -> None:
        """Makes the folder and those above it, up to the base."""
        if path in self._made:
            return
        _check(path)
        self.folder(path.rpartition("/")[0])
        os.mkdir(f"{self._base}/{path}", 0o755)
        os.chmod(f"{self._base}/{path}", 0o755)
        if self._owner is not None:
            os.chown(f"{self._base}/{path}", self._owner, self._owner)
        self._made.add(path)


def _check(path: str) -> None:
    if any(part in ("", ".", "..") for part in path.split("/")) or "\0" in path or "\\" in path:
        raise ValueError(f"{path!r} is not a relative path inside the workspace")
