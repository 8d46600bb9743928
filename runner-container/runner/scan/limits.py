"""What the scanner may use. The numbers are for one scan; raise them here when honest scripts hit them."""

from __future__ import annotations

import resource
import signal

MEMORY_BYTES = 1024 * 1024 * 1024
"""A 10 MB source of ordinary density needs less than this; a denser one is answered as unread."""

CHILD_CPU_SEC = 20
"""The densest 10 MB takes about 10 s. Whoever asks waits 30 s, so a scan that takes longer must have ended by then."""


def limit_memory() -> None:
    """For the resident process and, by inheritance, all its children."""
    _lower(resource.RLIMIT_AS, MEMORY_BYTES)
    _lower(resource.RLIMIT_DATA, MEMORY_BYTES)
    _lower(resource.RLIMIT_CORE, 0)


def limit_guest(memory_bytes: int, wall_sec: int) -> None:
    """For one scan on a machine of that memory, which must have ended by then: in a function, whose time is counted."""
    _lower(resource.RLIMIT_AS, min(memory_bytes, MEMORY_BYTES))
    _lower(resource.RLIMIT_CORE, 0)
    limit_child()
    signal.alarm(max(wall_sec, 1))


def limit_child() -> None:
    """For one scan only: the resident process must be able to run for years."""
    _lower(resource.RLIMIT_CPU, CHILD_CPU_SEC)


def _lower(kind: int, value: int) -> None:
    """Never above what the starter allows: raising a hard limit is refused by the kernel."""
    _, hard = resource.getrlimit(kind)
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, allowed))
