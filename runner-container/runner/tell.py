"""A sandbox, step two: its code is put in place, the hook hears what to run, the script is released."""

import json
import marshal
import os
import select
import socket
import time
from dataclasses import dataclass
from typing import Any

from . import kernel
from .job import Job, input_document
from .layout import BootFolder, Layout
from .lines import LineSocket
from .orders import Orders
from .sandbox import Sandbox

_BOOT_SEC = 30.0
_INPUT_IN_ENVIRONMENT = 32 * 1024
_READ_AT_START = ("PYTHON", "LANG", "LC_", "LD_", "MALLOC_", "GLIBC_TUNABLES")
"""Variables that an interpreter or its libraries read before any hook: a job that sets one starts cold."""


class StartFailed(Exception):
    """The script could not be started, through no fault of its own; the text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A sandbox whose interpreter waits: the walls around it, and two peaks of its memory."""

    walls: list[str]
    before_exec_kib: int
    """Of the child before its exec, which the kernel goes on counting as the script's."""
    waiting_kib: int
    """Of the interpreter; 0 where the system does not tell."""


def await_ready(sandbox: Sandbox, orders: Orders, control: LineSocket) -> Ready:
    """Waits until the interpreter stands at the door.

    Raises StartFailed, and Stopped or Gone when that is heard first.
    """
    heard = b""
    deadline = time.monotonic() + _BOOT_SEC
    ends: list[socket.socket | LineSocket] = [sandbox.boot, control]
    while not heard.endswith(b"\nr"):
        orders.heed_stop()
        readable, _, _ = select.select(ends, [], [], max(0.0, deadline - time.monotonic()))
        if control in readable:
            orders.listen()
        if sandbox.boot in readable:
            data = sandbox.boot.recv(4096)
            if not data:
                raise StartFailed(_why_silent(sandbox, heard))
            heard += data
        if not readable and time.monotonic() >= deadline:
            raise StartFailed(f"The interpreter was not ready after {_BOOT_SEC:.0f} seconds.")
    orders.heed_stop()
    told = json.loads(heard.partition(b"\n")[0])
    return Ready(told["walls"], told["peakKib"], kernel.peak_kib_of(sandbox.pid))


def _why_silent(sandbox: Sandbox, heard: bytes) -> str:
    if b"failed" in heard:
        last = json.loads(heard.strip().splitlines()[-1])
        return f"The sandbox could not be started: {last['failed']}"
    try:
        said = os.read(sandbox.stderr, 4096).decode(errors="replace").strip()
    except BlockingIOError:
        said = ""
    return f"The interpreter ended before it was ready. It said: {said or 'nothing'}"


def release(sandbox: Sandbox, job: Job, boot: BootFolder) -> None:
    """Tells the hook what to run. From here on the script runs. Raises StartFailed.

    When its `trigger` is asked, `boot` stays open for the answer, see `has_agreed`.
    """
    message = marshal.dumps(boot_message(job, sandbox, boot), 2)
    try:
        sandbox.boot.settimeout(_BOOT_SEC)
        sandbox.boot.sendall(message)
        sandbox.boot.shutdown(socket.SHUT_WR)
    except OSError as error:
        sandbox.boot.close()
        raise StartFailed(f"The interpreter ended before it took its job: {error}") from error
    if not job.trigger["ask"]:
        sandbox.boot.close()


def has_agreed(sandbox: Sandbox) -> bool:
    """Whether the `trigger` of a script that was asked let the run begin. Call it once, when all has ended."""
    with sandbox.boot as boot:
        if boot.fileno() < 0:
            return False
        try:
            boot.setblocking(False)
            return boot.recv(16).startswith(b"y")
        except OSError:  # nobody answered
            return False


def boot_message(job: Job, sandbox: Sandbox, boot: BootFolder) -> dict[str, Any]:
    """What the hook is told; see the hook for what each field does."""
    layout = sandbox.layout
    driver = None
    if job.driven:
        driver = {
            "io": layout.io,
            "has_input": job.hasInput,
            "input": job.input,
            "return_variables": list(job.returnVariables),
        }
    return {
        "argv": [job.entry, *job.args],
        "env": script_environment(job, layout),
        "cwd": f"{layout.work}/{job.workingDirectory}" if job.workingDirectory else layout.work,
        "file": f"{layout.work}/{job.entry}",
        "style": job.boot_style,
        "cold": (job.entry != sandbox.entry and not job.driven) or _reads_at_start(job),
        "line_buffered": job.lineBuffered,
        "sdk": boot.sdk,
        "driver": driver,
        "trigger": _question(job, layout) if job.trigger["ask"] else None,
    }


def _question(job: Job, layout: Layout) -> dict[str, Any]:
    """What the script's `trigger()` may ask to be given."""
    state = {} if job.state is None else job.state
    return {"io": layout.io, "slot": job.trigger["slot"], "state": state, "input": job.input}


def script_environment(job: Job, layout: Layout) -> dict[str, str]:
    """The whole environment of the script; what the job sets wins, but for what identifies the run."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": layout.home,
        "TMPDIR": layout.tmp,
        "LANG": "C.UTF-8",
        "RUNLET_OUTPUT": layout.out,
        "RUNLET_IO": layout.io,
    }
    if job.hasInput:
        environment["RUNLET_INPUT_FILE"] = f"{layout.io}/input.json"
        document = input_document(job)
        if len(document) <= _INPUT_IN_ENVIRONMENT:
            environment["RUNLET_INPUT"] = document.decode()
    return {**environment, **job.env, **_identity(job)}


def _identity(job: Job) -> dict[str, str]:
    """Which run this is; a run of no schedule has no slot, so that whoever tries a script may set one."""
    known = {"RUNLET_SCHEDULE": job.trigger["schedule"], "RUNLET_SLOT": job.trigger["slot"]}
    told = {name: value for name, value in known.items() if value is not None}
    return {"RUNLET_RUN_ID": job.runId, "RUNLET_ATTEMPT": str(job.attempt), **told}


def _reads_at_start(job: Job) -> bool:
    return any(name.startswith(_READ_AT_START) for name in job.env)
