"""The event loop around a released script, until nothing of it runs any more."""

import os
import selectors
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field

from .family import Family
from .gauges import Gauges
from .job import Job
from .lines import LineSocket
from .log_hints import LogHints
from .orders import Orders
from .outputs import Outputs
from .pump import Pump
from .sandbox import Sandbox
from .timers import Timers

_DRAIN_SEC = 0.2
_LOOK_SEC = 0.005


@dataclass(slots=True)
class Ending:
    """How a run came to its end, as far as the watch decided it."""

    ended_by: str | None = None
    message: str | None = None
    limits_hit: list[str] = field(default_factory=list)


class Watch:
    """Pumps output, keeps limits, hears a stop. `run` returns when the sandbox is empty and its output read."""

    def __init__(
        self, job: Job, sandbox: Sandbox, family: Family, orders: Orders, control: LineSocket, pump: Pump
    ) -> None:
        self._job = job
        self._family = family
        self._orders = orders
        self._control = control
        self._pump = pump
        self._selector = selectors.DefaultSelector()
        self._timers = Timers()
        self._sandbox = sandbox
        self.outputs = Outputs(pump, self._selector, self._timers, (sandbox.stdout, sandbox.stderr))
        self.ending = Ending()

    def run(self, stdin: bytes, gauges: Gauges, hints: LogHints) -> None:
        """Watches from the release on. Raises Gone when the runner is; the caller then kills the sandbox."""
        self._feed(stdin)
        self._await_exit()
        self._selector.register(self._control, selectors.EVENT_READ, self._hear)
        self._timers.set("timeout", self._job.limits.timeoutSec, self._time_is_up)
        gauges.begin(self._timers, self._breach)
        while self._family.status is None:
            self._turn()
            if self._pump.flooded:
                limit = self._job.limits.outputBytes
                self._breach("output-limit", f"The script went on writing far beyond its limit of {limit} bytes.")
            hints.tell(self._timers)
        self.ended_at = time.monotonic()
        self._wind_up()
        gauges.end()

    def _turn(self) -> None:
        for key, _ in self._selector.select(self._timers.wait_sec()):
            key.data()
        self._timers.fire()
        if self._control.waiting_to_send:
            self._control.flush()

    def _wind_up(self) -> None:
        # Never wait for the end of the pipes: a grandchild may hold them for ever.
        self._timers.cancel("timeout")
        self._timers.set("drain", _DRAIN_SEC, lambda: None)
        self._family.reap()
        while "drain" in self._timers and not self._family.empty and not self.outputs.ended:
            self._timers.set("look", _LOOK_SEC, self._family.reap)
            self._turn()
        self.outputs.drain()
        self._family.kill_all()
        self.outputs.drain()
        self._selector.close()

    def _await_exit(self) -> None:
        if hasattr(os, "pidfd_open"):
            self._selector.register(os.pidfd_open(self._family.script), selectors.EVENT_READ, self._family.reap)
        else:
            self._look_for_exit()

    def _look_for_exit(self) -> None:
        self._family.reap()
        if self._family.status is None:
            self._timers.set("exit", _LOOK_SEC, self._look_for_exit)

    def _hear(self) -> None:
        self._orders.listen()
        if self._orders.stop_grace_sec is not None:
            self._ask_to_end("canceled", self._orders.stop_grace_sec)

    def _time_is_up(self) -> None:
        if self._ask_to_end("timeout", self._job.limits.graceSec):
            self.ending.limits_hit.append("timeout")

    def _ask_to_end(self, ended_by: str, grace_sec: float) -> bool:
        if self.ending.ended_by is not None:
            return False
        self.ending.ended_by = ended_by
        self._family.signal_script(signal.SIGTERM)
        self._timers.set("grace", grace_sec, self._family.kill_all)
        return True

    def _breach(self, limit: str, message: str) -> None:
        if limit not in self.ending.limits_hit:
            self.ending.limits_hit.append(limit)
        if self.ending.ended_by is None:
            self.ending.ended_by = limit
            self.ending.message = message
            self._family.kill_all()

    def _feed(self, stdin: bytes) -> None:
        feeder = Feeder(self._sandbox.stdin, stdin, self._selector)
        feeder.push()


class Feeder:
    """Writes the input into the script's stdin as fast as it is read, then closes it."""

    def __init__(self, fd: int, data: bytes, selector: selectors.BaseSelector) -> None:
        self._fd = fd
        self._left = memoryview(data)
        self._selector = selector
        self._registered = False

    def push(self) -> None:
        """Writes what fits now."""
        try:
            while self._left:
                self._left = self._left[os.write(self._fd, self._left) :]
        except BlockingIOError:
            if not self._registered:
                self._selector.register(self._fd, selectors.EVENT_WRITE, self.push)
                self._registered = True
            return
        except OSError:  # the script closed its stdin, or ended: nobody wants the rest
            self._left = self._left[:0]
        if self._registered:
            with suppress(KeyError):
                self._selector.unregister(self._fd)
        os.close(self._fd)
