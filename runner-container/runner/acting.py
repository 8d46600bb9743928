"""Does something as a sandbox's uid, in a process of its own, so that it reaches no more than that uid does."""

import os
from collections.abc import Callable

from .slots import SLOT_UIDS, TASK_UIDS


def act_as(uid: int, act: Callable[[], None]) -> None:
    """Forks a helper that becomes the uid and acts; returns at its end, whether it succeeded or not. Needs root.

    Raises ValueError for a uid that could be a person's or the system's.
    """
    if uid not in SLOT_UIDS and uid not in TASK_UIDS:
        raise ValueError(f"uid {uid} is not a sandbox's")
    helper = os.fork()
    if helper == 0:
        try:
            _become(uid)
            act()
        finally:
            os._exit(0)
    os.waitpid(helper, 0)


def _become(uid: int) -> None:
    os.setgid(uid)
    if hasattr(os, "setresuid"):
        # Who may signal a process is asked of its real and saved uid: a script could stop a helper that had its own.
        guard = uid + len(SLOT_UIDS)
        os.setresuid(guard, uid, guard)
    else:
        os.setuid(uid)
