"""What a sandbox's uid left where everybody may write: the next sandbox with that uid would own it."""

import os
from contextlib import suppress

from . import kernel
from .acting import act_as
from .family import sweep_uid
from .remove import remove_tree

SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock")
_IPC_KINDS = ("shm", "sem", "msg")


def clear_uid(uid: int) -> None:
    """Ends every process of a sandbox's uid and removes what it left. Needs root."""
    sweep_uid(uid)
    remove_leftovers(uid)


def remove_leftovers(uid: int) -> None:
    """Removes files in the shared folders and System V objects. Call it when no process of the uid is left."""
    paths = [path for folder in SHARED_FOLDERS for path in _owned(folder, uid)]
    objects = [(kind, number) for kind in _IPC_KINDS for number in _owned_objects(kind, uid)]
    if paths or objects:
        # Not as root: who may write in a folder of the sandbox could move it while it is walked.
        act_as(uid, lambda: _remove(paths, objects))


def _owned(folder: str, uid: int) -> list[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        return [entry.path for entry in entries if _owner(entry) == uid]
    return []


def _owner(entry: "os.DirEntry[str]") -> int | None:
    try:
        return entry.stat(follow_symlinks=False).st_uid
    except OSError:  # gone meanwhile
        return None


def _owned_objects(kind: str, uid: int) -> list[int]:
    with suppress(OSError, ValueError), open(f"/proc/sysvipc/{kind}", "rb") as table:
        names = table.readline().split()
        owners = (names.index(b"uid"), names.index(b"cuid"))
        rows = [line.split() for line in table]
        # The first column is the key, the second the id under whatever name.
        return [int(row[1]) for row in rows if uid in (int(row[owner]) for owner in owners)]
    return []


def _remove(paths: list[str], objects: list[tuple[str, int]]) -> None:
    for kind, number in objects:
        kernel.remove_ipc(kind, number)
    for path in paths:
        with suppress(OSError):
            remove_tree(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)
