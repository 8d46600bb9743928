"""Keeper processes as the runner sees them: forked, told, heard, and cleared after when one dies of something else."""

import os
import signal
import socket
import time
from contextlib import suppress
from typing import Any, NoReturn

from .family import kill_adopted
from .keeper import keep
from .leftovers import clear_uid
from .lines import Gone, LineSocket
from .remove import remove_tree
from .report import Account, build_report
from .sandbox import StartOrder
from .slots import Slots

_REPORT = b'{"event":"report"'


class Keeper:
    """One keeper process and our end of its control socket."""

    def __init__(self, pid: int, control: LineSocket, order: StartOrder, slots: Slots | None) -> None:
        self._pid: int | None = pid
        self._order = order
        self._slots = slots
        self._well = False
        self.control = control
        self.reported = False
        self.job: dict[str, Any] = {}

    @property
    def pid(self) -> int | None:
        """The process; None once it has been waited for."""
        return self._pid

    @property
    def run_id(self) -> str:
        """The run that it was told."""
        return str(self.job["runId"])

    def tell(self, job: dict[str, Any]) -> None:
        """Step two: its job."""
        self.job = job
        self._order_keeper({"op": "tell", "job": job})

    def stop(self, grace_sec: float) -> None:
        """Cancels its run."""
        self._order_keeper({"op": "stop", "graceSec": grace_sec})

    def note(self, line: bytes) -> None:
        """Remembers whether its report went by."""
        self.reported = self.reported or line.startswith(_REPORT)

    def wait(self, deadline: float | None) -> None:
        """Waits for its end; after `deadline` (time.monotonic()) it is killed."""
        if self._pid is None:
            return
        while deadline is not None and time.monotonic() < deadline:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._pid, self._well = None, status == 0
                return
            time.sleep(0.002)
        if deadline is not None:
            os.kill(self._pid, signal.SIGKILL)
        _, status = os.waitpid(self._pid, 0)
        self._pid, self._well = None, status == 0

    def clear_after(self, others: set[int]) -> None:
        """Clears away what a keeper that did not end well left behind; gives back its uid.

        `others` are the process ids of the keepers that go on.
        """
        uid = self._order.slot_uid
        if not self._well:
            if uid is not None:
                clear_uid(uid)
            kill_adopted(others)
            with suppress(OSError):
                remove_tree(self._order.base)
        if self._slots is not None and uid is not None:
            self._slots.give_back(uid)

    def _order_keeper(self, message: dict[str, Any]) -> None:
        with suppress(Gone):  # its end is noticed where its messages are read
            self.control.post(message)


def fork_keeper(order: StartOrder, slots: Slots | None) -> Keeper:
    """Step one: forks the keeper, which starts its sandbox at once. Raises OSError."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        _become_keeper(order, theirs)
    theirs.close()
    return Keeper(pid, LineSocket(ours), order, slots)


def lost_report(job: dict[str, Any], version: str, ended_by: str, message: str) -> dict[str, Any]:
    """The report event of a run that has no keeper to report it."""
    account = Account(str(job.get("runId")), int(job.get("attempt", 1)), version, ended_by, message)
    return {"event": "report", "report": build_report(account)}


def _become_keeper(order: StartOrder, control: socket.socket) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.setsid()
    # Other keepers' sockets must not stay open here: their end is how a keeper learns of the runner's death.
    own = os.dup2(control.detach(), 3, inheritable=False)
    os.closerange(own + 1, 65536)
    keep(order, socket.socket(fileno=own))
