"""Puts a job's code, input files and input into a sandbox's folders, owned by the sandbox's uid."""

import base64
import os
import shutil
import stat
import zipfile
from contextlib import ExitStack
from typing import IO

from .job import Job, input_document
from .layout import Layout

_MOST_UNPACKED = 256 * 1024 * 1024


class UnpackFailed(Exception):
    """The job's code or files could not be put in place; the text is a sentence for people."""


def unpack(job: Job, layout: Layout, owner: int | None) -> None:
    """Writes everything the script finds at its start. Raises UnpackFailed."""
    writer = _Writer(layout.work, owner)
    try:
        if job.code["kind"] == "inline":
            for file in job.code["files"]:
                writer.bytes(file["path"], base64.b64decode(file["base64"]))
        else:
            _unpack_archive(job.code["path"], writer)
        for file in job.files:
            with open(file["source"], "rb") as source:
                writer.stream(file["path"], source)
        io = _Writer(layout.io, owner)
        if job.hasInput:
            io.bytes("input.json", input_document(job))
        if job.state is not None:
            io.bytes("state.json", _as_json(job))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise UnpackFailed(f"The code or an input file could not be put in place: {error}") from error


def _as_json(job: Job) -> bytes:
    import json

    return json.dumps(job.state).encode()


def _unpack_archive(path: str, writer: "_Writer") -> None:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        total = sum(entry.file_size for entry in entries)
        if total > _MOST_UNPACKED:
            raise ValueError(f"the archive unpacks to {total} bytes, at most {_MOST_UNPACKED} are allowed")
        for entry in entries:
            mode = entry.external_attr >> 16
            if stat.S_ISLNK(mode):
                raise ValueError(f"the archive holds a symbolic link: {entry.filename}")
            with archive.open(entry) as source:
                writer.stream(entry.filename, source, executable=bool(mode & 0o100))


class _Writer:
    """Creates files below one folder; nothing above it, nothing twice, no link followed."""

    def __init__(self, base: str, owner: int | None) -> None:
        self._base = base
        self._owner = owner
        self._made = {""}

    def bytes(self, path: str, content: "bytes") -> None:
        with ExitStack() as stack:
            fd = self._create(path, executable=False)
            stack.callback(os.close, fd)
            view = memoryview(content)
            while view:
                view = view[os.write(fd, view) :]

    def stream(self, path: str, source: IO["bytes"], executable: bool = False) -> None:
        with open(self._create(path, executable), "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    def _create(self, path: str, executable: bool) -> int:
        parts = path.split("/")
        if not path or any(part in ("", ".", "..") for part in parts) or "\0" in path or "\\" in path:
            raise ValueError(f"{path!r} is not a relative path inside the workspace")
        self._folder("/".join(parts[:-1]))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        fd = os.open(f"{self._base}/{path}", flags, 0o600)
        os.fchmod(fd, 0o755 if executable else 0o644)
        if self._owner is not None:
            os.fchown(fd, self._owner, self._owner)
        return fd

    def _folder(self, path: str) -> None:
        if path in self._made:
            return
        self._folder(path.rpartition("/")[0])
        os.mkdir(f"{self._base}/{path}", 0o755)
        os.chmod(f"{self._base}/{path}", 0o755)
        if self._owner is not None:
            os.chown(f"{self._base}/{path}", self._owner, self._owner)
        self._made.add(path)
