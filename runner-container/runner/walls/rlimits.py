"""Kernel limits per process: memory, processes, file size, open files, no core dumps, CPU seconds. setrlimit(2)."""

import math
import resource
import sys

from ..limits import Limits
from .plan import Host, Plan

MEBIBYTE = 1024 * 1024
DATA_ALLOWANCE_MIB = 256
"""Thread stacks and malloc arenas count as data though mostly untouched: above the tree's limit by this much."""


def available(host: Host) -> str | None:
    """Everywhere; macOS accepts the memory limit without enforcing it."""
    return None


def apply(plan: Plan) -> None:
    """Sets soft and hard limits; a hard limit that is already lower is kept."""
    for kind, soft, hard in wanted(plan.limits, plan.strangers):
        present = resource.getrlimit(kind)[1]
        most = sys.maxsize if present == resource.RLIM_INFINITY else present
        resource.setrlimit(kind, (min(soft, most), min(hard, most)))


def stands(plan: Plan) -> bool:
    """Whether every limit is at most what was wanted."""
    return all(0 <= resource.getrlimit(kind)[0] <= soft for kind, soft, _ in wanted(plan.limits, plan.strangers))


def wanted(limits: Limits | None, strangers: int) -> list[tuple[int, int, int]]:
    """`(RLIMIT_…, soft, hard)` for a job's limits; `strangers` is what `count_strangers` said."""
    if limits is None:
        return [(resource.RLIMIT_CORE, 0, 0)]
    cpu = math.ceil(limits.cpuSec)
    data = (limits.memoryMiB + DATA_ALLOWANCE_MIB) * MEBIBYTE
    size = limits.fileMiB * MEBIBYTE
    processes = limits.processes + strangers
    return [
        (resource.RLIMIT_DATA, data, data),
        (resource.RLIMIT_NPROC, processes, processes),
        (resource.RLIMIT_FSIZE, size, size),
        (resource.RLIMIT_NOFILE, limits.openFiles, limits.openFiles),
        (resource.RLIMIT_CORE, 0, 0),
        # Soft below hard: the end then comes as SIGXCPU, which tells the reason, and SIGKILL only to who ignores it.
        (resource.RLIMIT_CPU, cpu, cpu + 5),
    ]


def count_strangers(own_uid: bool) -> int:
    """How many processes and threads outside the sandbox may count against its uid: none when the uid is its own.

    The kernel counts the operator's whole desktop otherwise; the machine's total is the cheap upper bound.
    """
    if own_uid:
        return 0
    try:
        with open("/proc/loadavg", encoding="ascii") as load:
            return int(load.read().split()[3].split("/")[1]) + 256
    except (OSError, ValueError, IndexError):
        return 4096
