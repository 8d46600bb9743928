"""A session and process group of its own, without a terminal. setsid(2), everywhere."""

import os

from .plan import Host, Plan


def available(host: Host) -> str | None:
    """Everywhere."""
    return None


def apply(plan: Plan) -> None:
    """Leaves the keeper's session."""
    os.setsid()


def stands(plan: Plan) -> bool:
    """Whether this process leads its session."""
    return os.getsid(0) == os.getpid() == os.getpgrp()
