"""Uids for sandboxes: each is lent to one sandbox at a time, over all runners of the machine, by a lock file."""

import fcntl
import os
from collections.abc import Callable

SLOT_UIDS = range(62000, 62512)
"""Where nobody's account lies; the gid is the same number. As many uids above them guard those who end sandboxes."""

TASK_UIDS = range(63024, 63056)
"""Those of tasks, one each: a machine that runs containers may serve runs itself, and sees the containers' processes.

`image/build.py` gives the first an account. Their guards lie as far above them.
"""

_FOLDER = "/run/runlet/slots" if os.access("/run", os.W_OK) else "/tmp/.runlet-slots"


class Slots:
    """Lends uids. Two runners on one machine share the range, and each kills by uid: hence the locks.

    A uid once locked stays this runner's until it ends, so what was swept once stays swept.
    """

    def __init__(self, sweep: Callable[[int], None], uids: range = SLOT_UIDS) -> None:
        """`sweep` clears away what runs and lies under a uid: what a killed runner left must not meet a new sandbox."""
        self._sweep = sweep
        self._uids = uids
        os.makedirs(_FOLDER, mode=0o700, exist_ok=True)
        self._locks: dict[int, int] = {}
        self._free: list[int] = []

    def take(self) -> int | None:
        """A uid under which nothing runs; None when all are lent."""
        if self._free:
            return self._free.pop()
        for uid in self._uids:
            if uid not in self._locks and self._lock(uid):
                self._sweep(uid)
                return uid
        return None

    def give_back(self, uid: int) -> None:
        """Ends the loan; nothing of that uid may run any more."""
        self._free.append(uid)

    def _lock(self, uid: int) -> bool:
        fd = os.open(f"{_FOLDER}/{uid}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(fd)
            return False
        self._locks[uid] = fd
        return True
