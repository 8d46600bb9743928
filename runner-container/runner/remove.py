"""Removes a sandbox's folders, whatever the script made of them: any depth, any mode, any name."""

import os
from contextlib import suppress

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove_tree(path: str) -> None:
    """Removes a folder and all below it, following no link. Raises OSError when something cannot be removed.

    Every folder found is moved up beside `path` first, so that neither recursion nor open descriptors grow with depth.
    """
    parent, _, name = path.rpartition("/")
    try:
        parent_fd = os.open(parent, _FOLDER_FLAGS)
    except FileNotFoundError:
        return
    try:
        pending, moved = [name], 0
        while pending:
            moved = _empty(pending.pop(), parent_fd, name, pending, moved)
    finally:
        os.close(parent_fd)


def _empty(folder: str, parent: int, stem: str, pending: list[str], moved: int) -> int:
    # Moves subfolders out, unlinks the rest, removes the folder itself.
    try:
        fd = _open(folder, parent)
    except FileNotFoundError:
        return moved
    try:
        with os.scandir(fd) as entries:
            for entry in list(entries):
                if entry.is_dir(follow_symlinks=False):
                    if not _gone_when_empty(entry.name, fd):
                        moved += 1
                        aside = f"{stem}.{moved}"
                        _move_out(entry.name, fd, aside, parent)
                        pending.append(aside)
                else:
                    os.unlink(entry.name, dir_fd=fd)
    finally:
        os.close(fd)
    os.rmdir(folder, dir_fd=parent)
    return moved


def _open(folder: str, parent: int) -> int:
    try:
        fd = os.open(folder, _FOLDER_FLAGS, dir_fd=parent)
    except PermissionError:
        os.chmod(folder, 0o700, dir_fd=parent)
        fd = os.open(folder, _FOLDER_FLAGS, dir_fd=parent)
    if not os.access(".", os.W_OK | os.X_OK, dir_fd=fd):
        os.fchmod(fd, 0o700)
    return fd


def _gone_when_empty(name: str, parent: int) -> bool:
    with suppress(OSError):
        os.rmdir(name, dir_fd=parent)
        return True
    return False


def _move_out(name: str, parent: int, aside: str, above: int) -> None:
    try:
        os.rename(name, aside, src_dir_fd=parent, dst_dir_fd=above)
    except PermissionError:
        # Moving a folder rewrites its "..", for which its own mode must allow writing.
        os.chmod(name, 0o700, dir_fd=parent)
        os.rename(name, aside, src_dir_fd=parent, dst_dir_fd=above)
