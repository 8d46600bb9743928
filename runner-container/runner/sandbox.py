"""A sandbox, step one: walls up around a forked child, then the interpreter, which waits in our hook for its job."""

import fcntl
import json
import os
import resource
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from . import kernel
from .channel import ROLL_BYTES
from .family import peak_kib
from .layout import BootFolder, Layout, give_folders
from .limits import Limits
from .walls import raise_walls
from .walls.environment import at_start
from .walls.plan import Plan
from .walls.rlimits import count_strangers

_BOOT_FD = 3
_PIPE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StartOrder:
    """What a sandbox is started with; of its job only the limits, which a child takes on before it gives up root."""

    base: str
    python: str
    version: str
    walls: frozenset[str]
    slot_uid: int | None
    boot: BootFolder
    limits: Limits | None
    """None while the job is not known: `tighten.py` lays them on when it is told."""
    entry: str
    """The file that the interpreter is started with, below the workspace; another one takes a second exec."""
    asked_at: float
    """time.monotonic() when the sandbox was asked for."""
    roll_bytes: int = ROLL_BYTES
    """How large a part of the log grows."""


@dataclass(slots=True)
class Sandbox:
    """A started child and our ends of its pipes. `boot` first tells the walls, then readiness, then takes the job."""

    pid: int
    entry: str
    layout: Layout
    stdin: int
    stdout: int
    stderr: int
    boot: socket.socket


def start_sandbox(order: StartOrder) -> Sandbox:
    """Forks the child and returns at once; it is ready when the hook says so on `boot`. Raises OSError."""
    layout = give_folders(order.base, order.slot_uid)
    stdin_read, stdin_write = os.pipe()
    stdout_read, stdout_write = _roomy_pipe()
    stderr_read, stderr_write = _roomy_pipe()
    ours, theirs = socket.socketpair()
    plan = Plan(
        layout=layout,
        walls=order.walls,
        limits=order.limits,
        slot_uid=order.slot_uid,
        strangers=count_strangers(order.slot_uid is not None),
        keeper=os.getpid(),
        boot_fd=_BOOT_FD,
        environment=at_start(layout.home, layout.tmp, order.boot.hook, _BOOT_FD),
    )
    pid = os.fork()
    if pid == 0:
        _become(order, plan, (stdin_read, stdout_write, stderr_write, theirs.fileno()))
    for fd in (stdin_read, stdout_write, stderr_write):
        os.close(fd)
    theirs.close()
    for fd in (stdin_write, stdout_read, stderr_read):
        os.set_blocking(fd, False)
    return Sandbox(pid, order.entry, layout, stdin_write, stdout_read, stderr_read, ours)


def _roomy_pipe() -> tuple[int, int]:
    reader, writer = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        try:
            fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        except OSError:  # the user's share of pipe memory is used up: the usual 64 KiB serve as well, only slower
            return reader, writer
    return reader, writer


def _become(order: StartOrder, plan: Plan, fds: tuple[int, int, int, int]) -> NoReturn:
    # Runs in the child. Whatever goes wrong here must end this process: it is a copy of the keeper.
    boot = fds[3]
    try:
        _place_descriptors(fds)
        boot = plan.boot_fd
        _default_signals()
        _offer_to_the_oom_killer()
        if kernel.IS_LINUX:
            kernel.prctl(kernel.SET_DUMPABLE, 1)
        walls = raise_walls(plan)
        os.write(
            boot,
            json.dumps({"walls": walls, "peakKib": peak_kib(resource.getrusage(resource.RUSAGE_SELF))}).encode()
            + b"\n",
        )
        os.execve(order.python, [order.python, order.entry], plan.environment)
    except BaseException as error:
        os.write(boot, json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode() + b"\n")
    finally:
        os._exit(127)


def _place_descriptors(fds: tuple[int, int, int, int]) -> None:
    # First out of the way: a source may itself be 0, 1, 2 or 3.
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 16) for fd in fds]
    for target, fd in enumerate(high):
        os.dup2(fd, target, inheritable=True)


def _offer_to_the_oom_killer() -> None:
    # When the machine or the task runs out of memory, the script goes and its keeper lives to tell. Linux only.
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write("1000")


def _default_signals() -> None:
    # Ignored signals stay ignored over exec, and our Python ignores some: a script must find what a shell gives it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
