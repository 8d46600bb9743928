"""Plays the keeper for tests: one script, run by an interpreter alone or by one that waited in the hook before."""

import marshal
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

GivenScript = Callable[..., "Script"]
"""given_script("print(1)", args=["a"]) → a Script, laid in the test's own folder; more words are Script's fields."""

BOOT = Path(__file__).parents[2] / "runner" / "boot"
_PATIENCE_SEC = 60


@dataclass(frozen=True)
class Ended:
    """How a script ended: exit code as subprocess tells it, everything it printed."""

    code: int
    stdout: str
    stderr: str
    answer: bytes = b""
    """What the keeper was told behind the job."""


@dataclass
class Script:
    """What is run, where and how. `folder` is made anew before each run, so that both runs print the same paths."""

    python: str
    folder: Path
    files: dict[str, bytes]
    entry: str = "script.py"
    args: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    line_buffered: bool = False
    io_files: dict[str, str] = field(default_factory=dict)
    question: dict[str, Any] | None = None
    """What `trigger` is asked with, but for the io folder; None when it is not asked."""
    measured: bool = False
    """Whether coverage, when it measures the tests, also measures the waiting interpreter."""

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def io(self) -> Path:
        return self.folder / "io"

    def lay(self) -> None:
        """Makes the workspace as the keeper would."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("work", "home", "tmp", "io", "out"):
            (self.folder / name).mkdir(parents=True)
        for path, content in self.files.items():
            (self.work / path).parent.mkdir(parents=True, exist_ok=True)
            (self.work / path).write_bytes(content)
        for name, text in self.io_files.items():
            (self.io / name).write_text(text)

    def environment(self) -> dict[str, str]:
        """The environment that the script sees."""
        return {**_at_start(self), "RUNLET_IO": str(self.io), "RUNLET_OUTPUT": str(self.folder / "out"), **self.env}


def run_natively(script: Script) -> Ended:
    """`python3 <entry>` and nothing else."""
    script.lay()
    return _ended(_start(script, [script.entry, *script.args], script.environment()), script)


def run_waiting(script: Script, style: str = "script", *, cold: bool = False, **driver: Any) -> Ended:
    """The same through the hook: started first, told what to run when it says that it is ready."""
    ours, theirs = socket.socketpair()
    shutil.rmtree(script.folder, ignore_errors=True)
    script.lay()
    boot = {"PYTHONPATH": str(BOOT / "hook"), "RUNLET_BOOT": str(theirs.fileno())}
    with ours:
        with theirs:
            process = _start(script, ["script.py"], {**_at_start(script), **_measured(script), **boot}, theirs.fileno())
        ours.settimeout(_PATIENCE_SEC)
        assert ours.recv(1) == b"r"
        ours.sendall(marshal.dumps(boot_message(script, style, cold, driver), 2))
        ours.shutdown(socket.SHUT_WR)
        ended = _ended(process, script)
        return replace(ended, answer=ours.recv(16))


def boot_message(script: Script, style: str, cold: bool, driver: dict[str, Any]) -> dict[str, Any]:
    """What the hook is told."""
    return {
        "argv": [script.entry, *script.args],
        "env": script.environment(),
        "cwd": str(script.work),
        "file": str(script.work / script.entry),
        "style": style,
        "cold": cold,
        "line_buffered": script.line_buffered,
        "sdk": str(BOOT / "sdk"),
        "driver": {
            "io": str(script.io),
            "has_input": "input" in driver,
            "input": None,
            "return_variables": [],
            **driver,
        },
        "trigger": None if script.question is None else {"io": str(script.io), **script.question},
    }


def _at_start(script: Script) -> dict[str, str]:
    folder = script.folder
    return {"PATH": os.defpath, "HOME": f"{folder}/home", "TMPDIR": f"{folder}/tmp", "LANG": "C.UTF-8"}


def _measured(script: Script) -> dict[str, str]:
    names = ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
    return {name: os.environ[name] for name in names if script.measured and name in os.environ}


def _start(script: Script, argv: list[str], env: dict[str, str], *fds: int) -> "subprocess.Popen[bytes]":
    pipe = subprocess.PIPE
    command = [script.python, *argv]
    return subprocess.Popen(
        command, cwd=script.work, env=env, stdin=pipe, stdout=pipe, stderr=pipe, pass_fds=fds, start_new_session=True
    )


def _ended(process: "subprocess.Popen[bytes]", script: Script) -> Ended:
    try:
        stdout, stderr = process.communicate(script.stdin, _PATIENCE_SEC)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return Ended(process.returncode, stdout.decode("utf-8", "replace"), stderr.decode("utf-8", "replace"))
