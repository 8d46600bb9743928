"""No descriptor of ours is inherited: 0, 1, 2 and the boot socket, which the hook closes. Everywhere."""

import os

from .plan import Host, Plan

_HIGHEST = 65536


def available(host: Host) -> str | None:
    """Everywhere."""
    return None


def apply(plan: Plan) -> None:
    """Closes everything but stdin, stdout, stderr and the boot socket, which lies right above them."""
    os.closerange(plan.boot_fd + 1, _HIGHEST)


def stands(plan: Plan) -> bool:
    """Whether no higher descriptor is open."""
    folder = "/proc/self/fd" if os.path.isdir("/proc/self/fd") else "/dev/fd"
    # The listing itself uses one descriptor, gone by the time the names are looked at.
    listed = [int(name) for name in os.listdir(folder)]
    return all(number <= plan.boot_fd or not _is_open(number) for number in listed)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
