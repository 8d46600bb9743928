"""Reads a version's code from the zip archive that it is stored as. A module of its own: zipfile is slow to import."""

import stat
import zipfile
from collections.abc import Callable
from typing import IO

_MOST_UNPACKED = 256 * 1024 * 1024

Copy = Callable[[str, IO[bytes], bool], None]
"""Relative path, content, whether it may be executed."""


def unpack_archive(path: str, copy: Copy) -> None:
    """Gives every file to `copy`. Raises OSError, ValueError for an archive that we would not have made."""
    try:
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
                    copy(entry.filename, source, bool(mode & 0o100))
    except zipfile.BadZipFile as error:
        raise ValueError(str(error)) from error
