"""The processes of one sandbox, seen from its keeper: reaped as they end, all killed at the end."""

import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress

from . import kernel
from .acting import act_as

_PATIENCE_SEC = 30.0


def adopt_orphans() -> None:
    """Makes this process the parent of every orphan below it, so that nothing of a sandbox escapes by daemonising."""
    if kernel.IS_LINUX:
        kernel.prctl(kernel.SET_CHILD_SUBREAPER, 1)


class Family:
    """A script's process and its descendants. `slot_uid` is theirs alone, None when they share ours."""

    def __init__(self, script: int, slot_uid: int | None) -> None:
        self.script = script
        self._slot_uid = slot_uid
        self.status: int | None = None
        """The script's raw wait status once it ended."""
        self.cpu_user_sec = 0.0
        self.cpu_system_sec = 0.0
        self.peak_kib = 0
        self.empty = False
        """Whether no process of the sandbox is left."""

    def reap(self) -> None:
        """Takes notice of every process that ended."""
        while not self.empty:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                self.empty = True
                return
            if pid == 0:
                return
            self._note(pid, status, usage)

    def signal_script(self, number: int) -> None:
        """Signals the script's own process, if it still runs; a stopped one is woken to hear it."""
        if self.status is None:
            with suppress(ProcessLookupError):
                os.kill(self.script, number)
                os.kill(self.script, signal.SIGCONT)

    def kill_all(self) -> None:
        """Ends every process of the sandbox, stopped ones too, and returns when none is left."""
        deadline = time.monotonic() + _PATIENCE_SEC
        pause = 0.0005
        self.reap()
        while not self.empty and time.monotonic() < deadline:
            self._strike()
            self.reap()
            if not self.empty:
                select.select([], [], [], pause)
                pause = min(pause * 2, 0.02)
                self.reap()

    def _strike(self) -> None:
        if self._slot_uid is not None:
            sweep_uid(self._slot_uid)
            return
        with suppress(ProcessLookupError, PermissionError):
            if self.status is None:
                os.killpg(self.script, signal.SIGKILL)
        for pid in descendants(os.getpid()):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)

    def _note(self, pid: int, status: int, usage: resource.struct_rusage) -> None:
        self.cpu_user_sec += usage.ru_utime
        self.cpu_system_sec += usage.ru_stime
        self.peak_kib = max(self.peak_kib, peak_kib(usage))
        if pid == self.script:
            self.status = status


def peak_kib(usage: resource.struct_rusage) -> int:
    """Peak memory in KiB; the field's unit differs between systems."""
    return usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss


def sweep_uid(uid: int) -> None:
    """Kills every process of a uid in one pass of the kernel, which no fork can outrun. Needs root.

    Raises ValueError for a uid that could be a person's or the system's.
    """
    # kill(-1) reaches what its caller may signal, itself excepted.
    act_as(uid, lambda: os.kill(-1, signal.SIGKILL))


def kill_adopted(keepers: set[int]) -> None:
    """Kills the children of this process that are not `keepers`: orphans of a keeper that died."""
    while orphans := set(_children(os.getpid())) - keepers:
        for pid in orphans.union(*(descendants(orphan) for orphan in orphans)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in orphans:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def descendants(ancestor: int) -> list[int]:
    """Process ids of everything below a process, parents before children; empty where there is no /proc."""
    found = _children(ancestor)
    for pid in found:
        found.extend(_children(pid))
    return found


def _children(pid: int) -> list[int]:
    children: list[int] = []
    with suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as listed:
                children.extend(map(int, listed.read().split()))
    return children
