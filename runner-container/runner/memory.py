"""Memory of a tree of processes, from /proc."""

import os

MEBIBYTE = 1024 * 1024
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def tree_bytes(pids: list[int], limit: int) -> int:
    """Bytes of memory that the processes hold together.

    Resident pages are summed, which counts shared ones once per process; only when that passes `limit` are the
    shares asked for, because that costs a millisecond per process.
    """
    resident = sum(map(_resident_bytes, pids))
    if resident <= limit or len(pids) < 2:
        return resident
    return sum(map(_proportional_bytes, pids))


def _resident_bytes(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm", "rb") as statm:
            return int(statm.read().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0


def _proportional_bytes(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as rollup:
            for line in rollup:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        return _private_bytes(pid)
    return 0


def _private_bytes(pid: int) -> int:
    # Root without CAP_SYS_PTRACE may not ask for shares: pages that belong to no file are a fair stand-in.
    try:
        with open(f"/proc/{pid}/statm", "rb") as statm:
            fields = statm.read().split()
            return (int(fields[1]) - int(fields[2])) * PAGE_BYTES
    except (OSError, IndexError):
        return 0
