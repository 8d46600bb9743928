"""A real task process, ten times as fast as in production, against the cloud of the tests."""

import copy
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.runner.runner_process import CONTRACT, PACKAGE, Read, eventually, file_of, reads_in, shared_python
from tests.task.cloud import CODE, RUN, Cloud

FASTER = 10
REMOTE_JOBS = json.loads((CONTRACT / "remote-job.json").read_text())
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from runner.task.main import run_task;"
    "from runner.task.pace import Pace; from runner.task.settings import take_settings;"
    "from dataclasses import replace; import json;"
    "pace = replace(Pace().faster(float(sys.argv[3])), **json.loads(sys.argv[4]));"
    "sys.exit(run_task(take_settings(), sys.argv[1], sys.argv[2], None, pace))"
)


class TaskProcess:
    """Starts a task for the run of the cloud. `pace`: intervals that are neither production's nor a part of it."""

    def __init__(
        self,
        cloud: Cloud,
        env: Mapping[str, str] | None = None,
        *,
        faster: float = FASTER,
        pace: Mapping[str, float] | None = None,
    ) -> None:
        self.cloud = cloud
        self.folder = Path(tempfile.mkdtemp(prefix="runlet-task-"))
        self.folder.chmod(0o711)
        api = f"{cloud.url}/prod/"
        given = env or {"RUNLET_API": api, "RUNLET_RUN": RUN, "RUNLET_CLAIM": CODE}
        inherited = {name: value for name, value in os.environ.items() if name.startswith(("PATH", "COV"))}
        root, paces = str(self.folder / "root"), [str(faster), json.dumps(pace or {})]
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(PACKAGE), root, shared_python(), *paces],
            env=inherited | dict(given),
            stdout=subprocess.PIPE,
        )

    def wait(self) -> int:
        """The exit code."""
        return self.process.wait(90)

    def said(self) -> list[dict[str, Any]]:
        """What the operator reads, once the task has ended."""
        assert self.process.stdout is not None
        return [json.loads(line) for line in self.process.stdout]

    def terminate(self) -> None:
        """As the platform does."""
        self.process.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Ends it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        # The keeper of a task that was killed may still be removing, too.
        eventually(lambda: subprocess.call(["rm", "-rf", str(self.folder)]) == 0, "the folder is removed")


def job_of(code: str | Mapping[str, str], /, limits: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A remote job for the cloud."""
    files = {"script.py": code} if isinstance(code, str) else code
    job: dict[str, Any] = copy.deepcopy(REMOTE_JOBS[0])
    job["code"] = {"kind": "inline", "files": [file_of(path, text) for path, text in files.items()]}
    job["limits"] |= {"graceSec": 1, **(limits or {})}
    return job | changes


def sha(data: bytes) -> str:
    """As jobs spell it."""
    return hashlib.sha256(data).hexdigest()


def until_running(cloud: Cloud) -> None:
    """Waits until a beat said that the script was released."""
    eventually(lambda: any("started" in beat for beat in cloud.beats), "a beat says started")


def log_in(cloud: Cloud) -> list[Read]:
    """The whole log as it lies in the bucket."""
    prefix = f"runs/{RUN}/log/"
    datas = sorted(key for key in cloud.objects if key.startswith(prefix) and key.endswith(".bin"))
    return [read for key in datas for read in reads_in(cloud.objects[key[:-3] + "idx"], cloud.objects[key])]


def text_in(cloud: Cloud, stream: int = 1) -> bytes:
    """What a stream said, as it lies in the bucket."""
    return b"".join(read.data for read in log_in(cloud) if read.stream == stream)
