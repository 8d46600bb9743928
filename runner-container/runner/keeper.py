"""The process that keeps one sandbox: starts it, tells it its job, watches it, ends it, reports, removes it.

It outlives neither its sandbox nor its runner: when the control socket ends, everything is killed and removed.
"""

import os
import socket
import sys
import time
from typing import NoReturn

from .channel import Channel, DirectoryChannel
from .family import Family, adopt_orphans
from .gauges import Gauges
from .job import Job, input_document, read_job
from .leftovers import remove_leftovers
from .lines import Gone, LineSocket
from .log_hints import LogHints
from .log_writer import LogWriter
from .oom import oom_kills
from .orders import Orders, Stopped
from .progress import Progress
from .pump import Head, Pump
from .remove import remove_tree
from .report import Account, build_report, phases
from .sandbox import Sandbox, StartOrder, start_sandbox
from .settle import settle, settle_exit
from .space import SpaceMeter
from .tell import Ready, StartFailed, await_ready, has_agreed, release
from .tighten import tighten
from .unpack import UnpackFailed, unpack
from .watch import Watch

_FORK_NOISE_KIB = 512


def keep(order: StartOrder, stream: socket.socket) -> NoReturn:
    """The whole life of a keeper, right after its fork."""
    keeper = _Keeper(order, LineSocket(stream))
    code = 70
    try:
        os.umask(0o077)
        adopt_orphans()
        keeper.serve()
        code = 0
    except Gone:
        code = 0
    except BaseException:
        # The runner tells Node that this run is lost; the details on stderr are for whoever runs the server.
        sys.excepthook(*sys.exc_info())
    finally:
        try:
            keeper.clear()
        finally:
            os._exit(code)


class _Keeper:
    def __init__(self, order: StartOrder, control: LineSocket) -> None:
        self._order = order
        self._control = control
        self._orders = Orders(control)
        self._family: Family | None = None
        self._ready = Ready([], 0, 0)
        self._waited_for: float | None = None
        """time.monotonic() when the interpreter was seen waiting, if that was before there was a job."""
        self._oom_kills = oom_kills()

    def serve(self) -> None:
        """From start to report. Raises Gone when the runner is."""
        sandbox, failure = self._start()
        forked = time.monotonic()
        if sandbox is not None and self._order.limits is None:
            failure = self._await_ahead(sandbox)
        job = read_job(self._orders.await_job())
        account = Account(job.runId, job.attempt, self._order.version)
        account.placed_ms = (forked - self._order.asked_at) * 1000
        channel = DirectoryChannel(job.store["path"], self._control, self._order.roll_bytes)
        if sandbox is None or failure is not None:
            account.ended_by, account.message = "start-failed", failure
        else:
            self._run(sandbox, job, account, channel, forked)
        channel.report(build_report(account))

    def clear(self) -> None:
        """Leaves nothing of the sandbox behind."""
        if self._family is not None:
            self._family.kill_all()
        remove_tree(self._order.base)
        if self._order.slot_uid is not None:
            remove_leftovers(self._order.slot_uid)

    def _start(self) -> tuple[Sandbox | None, str | None]:
        try:
            sandbox = start_sandbox(self._order)
        except OSError as error:
            return None, f"The sandbox could not be started: {error}"
        self._family = Family(sandbox.pid, self._order.slot_uid)
        return sandbox, None

    def _await_ahead(self, sandbox: Sandbox) -> str | None:
        try:
            self._ready = await_ready(sandbox, self._orders, self._control)
        except StartFailed as error:
            return str(error)
        self._waited_for = time.monotonic()
        return None

    def _run(self, sandbox: Sandbox, job: Job, account: Account, channel: Channel, forked: float) -> None:
        try:
            self._release(sandbox, job, account, channel, forked)
        except (StartFailed, UnpackFailed) as error:
            account.ended_by, account.message = "start-failed", str(error)
            return
        except Stopped:
            account.ended_by = "canceled"
            return
        released = time.monotonic()
        log = LogWriter(channel)
        pump = Pump(log, job.limits.outputBytes, Head(job.limits.resultBytes, job.outputContract == "json"))
        ended = self._watch(sandbox, job, account, channel, log, pump)
        account.ran_ms = (ended - released) * 1000
        account.has_agreed = has_agreed(sandbox)
        settle(job, account, sandbox.layout, self._order.slot_uid, channel, pump)
        account.collected_ms = (time.monotonic() - ended) * 1000

    def _release(self, sandbox: Sandbox, job: Job, account: Account, channel: Channel, forked: float) -> None:
        begun = time.monotonic()
        unpack(job, sandbox.layout, self._order.slot_uid)
        account.unpacked_ms = (time.monotonic() - begun) * 1000
        if self._waited_for is None:
            self._ready = await_ready(sandbox, self._orders, self._control)
        else:
            self._orders.heed_stop()
            self._lay_limits(sandbox, job)
        account.walls = self._ready.walls
        account.booted_ms = ((self._waited_for or time.monotonic()) - forked) * 1000
        at = time.time_ns() // 1_000_000
        channel.event({"event": "started", "runId": job.runId, "at": at, "phases": phases(account)})
        release(sandbox, job, self._order.boot)

    def _lay_limits(self, sandbox: Sandbox, job: Job) -> None:
        try:
            tighten(sandbox.pid, job.limits, self._order.slot_uid)
        except OSError as error:
            raise StartFailed(f"The sandbox could not be started: {error}") from error

    def _peak_kib(self, counted: int) -> int:
        # What was counted no higher than before the exec is our own fork, not the script.
        ready = self._ready
        return (
            counted if counted > ready.before_exec_kib + _FORK_NOISE_KIB or not ready.waiting_kib else ready.waiting_kib
        )

    def _watch(
        self, sandbox: Sandbox, job: Job, account: Account, channel: Channel, log: LogWriter, pump: Pump
    ) -> float:
        assert self._family is not None
        family, owner, layout = self._family, self._order.slot_uid, sandbox.layout
        watch = Watch(job, sandbox, family, self._orders, self._control, pump)
        space = SpaceMeter([layout.work, layout.out, layout.tmp, layout.home, layout.io])
        progress = Progress(channel, job.runId, f"{layout.io}/progress.jsonl", owner)
        gauges = Gauges(job.limits, family, space, progress, os.getpid())
        stdin = input_document(job) if job.hasInput else b""
        try:
            watch.run(stdin, gauges, LogHints(channel, job.runId, log))
        finally:
            log.close()
        account.ended_by, account.message = watch.ending.ended_by, watch.ending.message
        account.limits_hit = watch.ending.limits_hit
        outputs = watch.outputs
        account.stdout_bytes, account.stderr_bytes = outputs.stdout.kept, outputs.stderr.kept
        account.dropped_bytes, account.lines = pump.dropped, log.all_lines
        if pump.limit_hit and "output-limit" not in account.limits_hit:
            account.limits_hit.append("output-limit")
        settle_exit(job, account, family, oom_kills() - self._oom_kills)
        account.peak_kib = max(self._peak_kib(family.peak_kib), gauges.peak_bytes // 1024)
        return watch.ended_at
