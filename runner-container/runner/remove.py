"""Removes a sandbox's folders, whatever the script made of them: any depth, any mode, any name."""

import os

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove_tree(path: str) -> None:
    """Removes a folder and all below it, following no link. Raises OSError when something cannot be removed.

    Goes down by name and up by "..", so that neither recursion nor open descriptors grow with depth; call it only when
    no process is left that could move a folder meanwhile.
    """
    parent, _, name = path.rpartition("/")
    try:
        here = os.open(parent, _FOLDER_FLAGS)
        os.stat(name, dir_fd=here, follow_symlinks=False)
    except FileNotFoundError:
        return
    # Of every folder on the way down, the subfolders still to be removed.
    left = [[name]]
    while True:
        if left[-1]:
            below = _open(left[-1][-1], here)
            left.append(_unlink_files(below))
        else:
            left.pop()
            if not left:
                break
            below = os.open("..", _FOLDER_FLAGS, dir_fd=here)
            os.rmdir(left[-1].pop(), dir_fd=below)
        os.close(here)
        here = below
    os.close(here)


def _unlink_files(folder: int) -> list[str]:
    # Everything but folders; their names are returned.
    folders = []
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            else:
                os.unlink(entry.name, dir_fd=folder)
    return folders


def _open(folder: str, parent: int) -> int:
    try:
        fd = os.open(folder, _FOLDER_FLAGS, dir_fd=parent)
    except PermissionError:
        os.chmod(folder, 0o700, dir_fd=parent)
        return os.open(folder, _FOLDER_FLAGS, dir_fd=parent)
    if os.fstat(fd).st_mode & 0o300 != 0o300:
        os.fchmod(fd, 0o700)
    return fd
