"""The runner's loop: orders from Node over one socket, a keeper process for each sandbox, messages back."""

import gc
import importlib
import json
import selectors
import signal
import socket
import time
from contextlib import suppress
from typing import Any

from . import kernel
from .doctor import examine
from .job import Job, read_job
from .keepers import Keeper, fork_keeper, lost_report
from .layout import START_FILE
from .leftovers import clear_uid
from .lines import Gone, LineSocket
from .place import Place, prepare_place
from .sandbox import StartOrder
from .slots import Slots
from .spares import Spares

_EXIT_SEC = 10.0
_QUIET_SEC = 0.01
"""So long nothing must have happened before work is done ahead: it never stands in the way of a run."""


def serve(stream: socket.socket, root: str, python: str) -> None:
    """Serves until Node's end of `stream` is closed or it says exit. Raises NoInterpreter."""
    _calm_signals()
    # Keepers are forked: what some runs need is imported here once for all of them.
    importlib.import_module(".archive", __package__)
    place = prepare_place(root, python)
    # What is here now is in every fork: without this the collector would touch, and so copy, all of it in each.
    gc.collect()
    gc.freeze()
    runner = _Runner(LineSocket(stream), place)
    runner.node.post({"event": "ready", "python": place.version, "walls": place.walls, "missing": place.missing})
    try:
        runner.loop()
    except (Gone, _Terminated):
        pass
    finally:
        runner.end()
        place.remove()


class _Runner:
    def __init__(self, node: LineSocket, place: Place) -> None:
        self.node = node
        self._place = place
        self._slots = Slots(clear_uid) if place.has_uids else None
        self._keepers: dict[str, Keeper] = {}
        """By the run that each keeps."""
        self._clearing: set[Keeper] = set()
        """Those that have reported and only clear away: their run may begin a further attempt meanwhile."""
        self._selector = selectors.DefaultSelector()
        self._selector.register(node, selectors.EVENT_READ, self._hear_node)
        self._spares = Spares(place.root)
        self._leaving = False

    def loop(self) -> None:
        """Until Node is gone or says exit. Raises Gone."""
        while not self._leaving:
            events = self._selector.select(_QUIET_SEC if self._spares.lacking else None)
            for key, _ in events:
                key.data()
            if not events and self._spares.lacking:
                self._spares.lay()
            self.node.flush()
            self._listen(self.node)

    def end(self) -> None:
        """Ends every sandbox and waits until its keeper has cleared it away."""
        keepers = [*self._keepers.values(), *self._clearing]
        for keeper in keepers:
            keeper.control.close()
        deadline = time.monotonic() + _EXIT_SEC
        for keeper in keepers:
            keeper.wait(deadline)
            keeper.clear_after(self._keeper_pids())
        self._spares.remove()

    def _keeper_pids(self) -> set[int]:
        keepers = (*self._keepers.values(), *self._clearing)
        return {keeper.pid for keeper in keepers if keeper.pid is not None}

    def _listen(self, line_socket: LineSocket) -> None:
        # Write readiness is asked for only while something waits, else the loop would never rest.
        key = self._selector.get_key(line_socket)
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line_socket.waiting_to_send else 0)
        if key.events != wanted:
            self._selector.modify(line_socket, wanted, key.data)

    def _hear_node(self) -> None:
        for line in self.node.receive():
            order = json.loads(line)
            match order["op"]:
                case "run":
                    self._run(order["job"])
                case "stop":
                    self._stop(order["runId"], order["graceSec"])
                case "doctor":
                    self.node.post({"event": "doctor", "id": order["id"], **examine(self._place.python)})
                case "exit":
                    self._leaving = True

    def _run(self, given: dict[str, Any]) -> None:
        asked_at = time.monotonic()
        try:
            job = read_job(given)
            keeper = self._start(job, asked_at)
        except (ValueError, OSError) as error:
            self.node.post(lost_report(given, self._place.version, "start-failed", str(error)))
            return
        self._keepers[job.runId] = keeper
        self._selector.register(keeper.control, selectors.EVENT_READ, lambda: self._relay(keeper))
        keeper.tell(given)
        self._listen(keeper.control)

    def _start(self, job: Job, asked_at: float) -> Keeper:
        # Step one needs nothing of the job but its limits and its entry; a pool calls this before there is one,
        # with the entry that most scripts have.
        if job.runId in self._keepers:
            raise ValueError(f"{job.runId} runs already")
        slot = None
        if self._slots is not None:
            slot = self._slots.take()
            if slot is None:
                raise ValueError("every sandbox uid of this machine is in use; run fewer scripts at once")
        order = StartOrder(
            base=self._spares.take(),
            python=self._place.python,
            version=self._place.version,
            walls=frozenset(self._place.walls),
            slot_uid=slot,
            boot=self._place.boot,
            limits=job.limits,
            entry=START_FILE if job.driven else job.entry,
            asked_at=asked_at,
        )
        return fork_keeper(order, self._slots)

    def _stop(self, run_id: str, grace_sec: float) -> None:
        keeper = self._keepers.get(run_id)
        if keeper is not None:  # else its report is already on the way to who asks
            keeper.stop(grace_sec)
            self._listen(keeper.control)

    def _relay(self, keeper: Keeper) -> None:
        try:
            lines = keeper.control.receive()
        except Gone:
            self._selector.unregister(keeper.control)
            self._part(keeper)
            return
        for line in lines:
            keeper.note(line)
            self._let_go(keeper)
            self.node.post_line(line)  # raises Gone when Node is, which must not be taken for the keeper's end
        with suppress(Gone):  # a keeper's end is heard where its messages are
            keeper.control.flush()
        self._listen(keeper.control)

    def _let_go(self, keeper: Keeper) -> None:
        if keeper.reported and self._keepers.get(keeper.run_id) is keeper:
            self._clearing.add(self._keepers.pop(keeper.run_id))

    def _part(self, keeper: Keeper) -> None:
        self._clearing.discard(keeper)
        if self._keepers.get(keeper.run_id) is keeper:
            del self._keepers[keeper.run_id]
        keeper.wait(None)
        keeper.clear_after(self._keeper_pids())
        keeper.control.close()
        if not keeper.reported:
            why = "The process that kept the sandbox ended without a report."
            self.node.post(lost_report(keeper.job, self._place.version, "lost", why))


def _calm_signals() -> None:
    # Ctrl-C in a terminal reaches the whole group: Node decides what it means, we hear of it by socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if kernel.IS_LINUX:
        kernel.prctl(kernel.SET_CHILD_SUBREAPER, 1)
        kernel.prctl(kernel.SET_DUMPABLE, 0)


class _Terminated(BaseException):
    """SIGTERM arrived."""


def _leave(_number: int, _frame: object) -> None:
    raise _Terminated
