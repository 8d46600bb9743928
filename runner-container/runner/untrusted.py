"""Opens files that a script has written, without being led astray: no link, no pipe, no device, nobody else's file."""

import os
import stat


def open_regular(name: str, owner: int | None, folder: int | None = None) -> int | None:
    """A descriptor of a regular file that belongs to `owner` (None: to us), or None when it is anything else.

    `name` may be a path only when every folder on it is ours; else a name in `folder`, a descriptor.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    try:
        fd = os.open(name, flags, dir_fd=folder)
    except OSError:
        return None
    facts = os.fstat(fd)
    # A hard link to a file of somebody else is that file: only the owner tells.
    if stat.S_ISREG(facts.st_mode) and facts.st_uid == (os.geteuid() if owner is None else owner):
        return fd
    os.close(fd)
    return None


def read_from(path: str, owner: int | None, offset: int, most: int) -> bytes:
    """At most `most` bytes of a file from `offset`; b'' when there is no such file."""
    fd = open_regular(path, owner)
    if fd is None:
        return b""
    try:
        return os.pread(fd, most, offset)
    finally:
        os.close(fd)


def read_whole(path: str, owner: int | None, most: int) -> bytes | None:
    """All bytes of a file, None when there is no such file; one byte more than `most` when it is larger."""
    fd = open_regular(path, owner)
    if fd is None:
        return None
    with open(fd, "rb") as file:
        return file.read(most + 1)
