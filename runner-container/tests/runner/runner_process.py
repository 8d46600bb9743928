"""A real runner process on a socket pair, spoken to as Node does."""

import base64
import copy
import functools
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.doctor import examine

PACKAGE = Path(__file__).parents[2]
CONTRACT = PACKAGE.parent / "core" / "contract"
GOLDEN_JOB = json.loads((CONTRACT / "job.json").read_text())[0]
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy;"
    "runpy.run_module('runner', run_name='__main__', alter_sys=True)"
)
_RECORD = struct.Struct("<QQQHBB")


@dataclass(frozen=True)
class Read:
    """One record of a log's index with its bytes."""

    stream: int
    first: int
    unfinished: bool
    data: bytes


@dataclass(frozen=True)
class Ended:
    """A run that was reported."""

    report: Mapping[str, Any]
    events: list[dict[str, Any]]
    store: Path

    @property
    def facts(self) -> Mapping[str, Any]:
        """The report's facts."""
        return self.report["facts"]

    @property
    def reads(self) -> list[Read]:
        """The whole log, read through its index."""
        return [read for index in sorted(self.store.glob("log/*.idx")) for read in _reads_of(index)]

    def said(self, stream: int = 1) -> str:
        """What a stream said, as text."""
        return b"".join(read.data for read in self.reads if read.stream == stream).decode(errors="replace")


class RunnerProcess:
    """Starts a runner and its folder; `close` ends both."""

    def __init__(self, python: str, interpreter: str = sys.executable, user: int | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="runlet-test-"))
        self.folder.chmod(0o711)
        if user is not None:
            os.chown(self.folder, user, user)
        ours, theirs = socket.socketpair()
        ours.settimeout(60)
        command = [interpreter, "-I", "-c", _START, str(PACKAGE), "serve", "--fd", str(theirs.fileno())]
        self.process = subprocess.Popen(
            [*command, "--root", str(self.folder / "sandboxes"), "--python", python],
            pass_fds=[theirs.fileno()],
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
        theirs.close()
        self._socket = ours
        self._lines = ours.makefile("rb")
        self._serial = 0
        self._seen: list[dict[str, Any]] = []
        self.ready = self.until("ready")

    @property
    def sandboxes(self) -> list[str]:
        """Names of the sandbox folders that somebody owns now; those laid ahead are closed."""
        found = (self.folder / "sandboxes").glob("s*")
        return [path.name for path in found if _mode(path) == 0o711]

    def send(self, message: Mapping[str, Any]) -> None:
        """One order."""
        self._socket.sendall(json.dumps(message).encode() + b"\n")

    def until(self, event: str, run_id: str | None = None) -> dict[str, Any]:
        """The next event of that name, and of that run."""
        while line := self._lines.readline():
            message: dict[str, Any] = json.loads(line)
            self._seen.append(message)
            if message["event"] == event and run_id in (None, _run_of(message)):
                return message
        raise AssertionError(f"the runner ended before it said {event}")

    def start(self, code: str | Mapping[str, str], /, limits: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """Orders a run and returns its id."""
        self._serial += 1
        files = {"script.py": code} if isinstance(code, str) else code
        job = copy.deepcopy(GOLDEN_JOB)
        job["runId"] = f"run_{self._serial}"
        job["store"]["path"] = str(self.store(job["runId"]))
        job["code"] = {"kind": "inline", "files": [file_of(path, text) for path, text in files.items()]}
        job["limits"] |= {"graceSec": 1, **(limits or {})}
        self.send({"op": "run", "job": job | changes})
        return str(job["runId"])

    def finish(self, run_id: str) -> Ended:
        """Waits for the report of a run."""
        early = [seen for seen in self._seen if seen["event"] == "report" and _run_of(seen) == run_id]
        report = (early[0] if early else self.until("report", run_id))["report"]
        events = [message for message in self._seen if _run_of(message) == run_id]
        return Ended(report, events, self.store(run_id))

    def run(self, code: str | Mapping[str, str], /, limits: Mapping[str, Any] | None = None, **changes: Any) -> Ended:
        """A whole run."""
        return self.finish(self.start(code, limits, **changes))

    def store(self, run_id: str) -> Path:
        """Where a run's log and artifacts go."""
        return self.folder / "store" / run_id

    def hang_up(self) -> None:
        """Closes our end, as a dead Node does."""
        self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the runner and removes its folder."""
        self._lines.close()
        self._socket.close()
        self.process.wait(30)
        subprocess.run(["rm", "-rf", str(self.folder)], check=True)


@functools.cache
def shared_python() -> str:
    """An interpreter that every uid of this machine can run; our own when there is none."""
    found = examine()["interpreters"]
    return next((each["path"] for each in found if each["supported"] and not each["why"]), sys.executable)


def eventually(holds: Any, what: str) -> None:
    """Waits until something holds; a generous bound keeps a broken build from hanging."""
    for _ in range(1500):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError(f"never came true: {what}")


def is_running(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return 0


def file_of(path: str, text: str) -> dict[str, str]:
    """A file of an inline job."""
    return {"path": path, "base64": base64.b64encode(text.encode()).decode()}


def _run_of(message: Mapping[str, Any]) -> str | None:
    return message["report"]["runId"] if message["event"] == "report" else message.get("runId")


def _reads_of(index: Path) -> list[Read]:
    return reads_in(index.read_bytes(), index.with_suffix(".bin").read_bytes())


def reads_in(index: bytes, data: bytes) -> list[Read]:
    """The reads of one pair of files."""
    records = list(_RECORD.iter_unpack(index))
    ends = [record[0] for record in records[1:]] + [len(data)]
    return [
        Read(stream, first, bool(flags & 1), data[offset:end])
        for (offset, _, first, _, stream, flags), end in zip(records, ends, strict=True)
    ]
