"""Folders of sandboxes to come, laid while nothing else is to be done: on a journaling disk they cost milliseconds."""

import os
from contextlib import suppress

from .layout import lay_folders
from .remove import remove_tree

_MOST = 8


class Spares:
    """Names of new sandboxes' folders below a root, each given once; mostly they are laid already."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._laid: list[str] = []
        self._serial = 0

    @property
    def lacking(self) -> bool:
        """Whether one more may be laid."""
        return len(self._laid) < _MOST

    def take(self) -> str:
        """The base of a sandbox; whoever gets one that is not laid lays it."""
        return self._laid.pop(0) if self._laid else self._next()

    def lay(self) -> None:
        """Lays one more; when that fails its taker tries again and tells."""
        base = self._next()
        with suppress(OSError):
            lay_folders(base)
        self._laid.append(base)

    def remove(self) -> None:
        """Removes what was laid and not taken."""
        while self._laid:
            base = self._laid.pop()
            if os.path.isdir(base):
                remove_tree(base)

    def _next(self) -> str:
        self._serial += 1
        return f"{self._root}/s{self._serial}"
