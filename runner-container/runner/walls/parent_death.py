"""The script dies with its keeper, however that ends. PR_SET_PDEATHSIG, Linux."""

import os
import signal

from .. import kernel
from .plan import Host, Plan


def available(host: Host) -> str | None:
    """Linux only."""
    return None if host.linux else "Only Linux can tie a process's life to its parent's."


def apply(plan: Plan) -> None:
    """Asks for SIGKILL at the keeper's death; comes after the uid change, which would clear it."""
    kernel.prctl(kernel.SET_PDEATHSIG, signal.SIGKILL)


def stands(plan: Plan) -> bool:
    """Whether the keeper still lives: had it died before the request, no signal would ever come."""
    return os.getppid() == plan.keeper
