"""Lays the limits of a job on an interpreter that was started before the job was known. prlimit(2), Linux."""

import os
import resource
import sys

from .limits import Limits
from .walls.rlimits import count_strangers, wanted


def tighten(pid: int, limits: Limits, owner: int | None) -> None:
    """Limits the waiting interpreter `pid` of the uid `owner` (None: ours). Raises OSError unless they all stand.

    Root alone may not do that without CAP_SYS_RESOURCE, which no Fargate task has; the same uid may. Nothing of the
    script runs yet, so a process of ours can become that uid wholly without being reached.
    """
    strangers = count_strangers(owner is not None)
    if owner is None:
        _lower(pid, limits, strangers)
        return
    helper = os.fork()
    if helper == 0:
        code = 1
        try:
            os.setgroups([])
            os.setresgid(owner, owner, owner)
            os.setresuid(owner, owner, owner)
            _lower(pid, limits, strangers)
            code = 0
        finally:
            os._exit(code)
    if os.waitpid(helper, 0)[1] != 0:
        raise OSError("the limits of the job could not be laid on the waiting interpreter")


def _lower(pid: int, limits: Limits, strangers: int) -> None:
    for kind, soft, hard in wanted(limits, strangers):
        present = resource.prlimit(pid, kind)[1]
        most = sys.maxsize if present == resource.RLIM_INFINITY else present
        resource.prlimit(pid, kind, (min(soft, most), min(hard, most)))
        if not 0 <= resource.prlimit(pid, kind)[0] <= soft:
            raise OSError("a limit was taken and does not stand")
