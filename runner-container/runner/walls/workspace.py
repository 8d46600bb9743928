"""A private workspace as the current folder; it is removed afterwards. New files are private to nobody else's mask."""

import os
import stat

from .plan import Host, Plan


def available(host: Host) -> str | None:
    """Everywhere."""
    return None


def apply(plan: Plan) -> None:
    """Enters the workspace."""
    os.umask(0o022)
    os.chdir(plan.layout.work)


def stands(plan: Plan) -> bool:
    """Whether the current folder is the workspace, readable by its owner alone."""
    here = os.stat(".")
    return os.path.samestat(here, os.stat(plan.layout.work)) and stat.S_IMODE(here.st_mode) == 0o700
