"""Parts of a task that a whole run reaches only by luck."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from runner.job import read_job
from runner.limits import read_limits
from runner.log_writer import LogWriter
from runner.oom import oom_kills
from runner.task.fate import Ended, Fate
from runner.task.fetch import Fetcher
from runner.task.log_mirror import LogMirror, lines_until
from runner.task.metadata import pulled_ms
from runner.task.pace import Pace
from runner.task.settings import BadSettings, take_settings
from runner.tighten import tighten
from tests.runner.runner_process import shared_python
from tests.task.cloud import Cloud
from tests.task.task_process import REMOTE_JOBS, job_of, sha


class Folder:
    """A channel of which only the log is used."""

    roll_bytes = 1000

    def __init__(self, path: Path) -> None:
        self.path = path

    def log_pair(self, first: int) -> tuple[int, int]:
        flags = os.O_CREAT | os.O_WRONLY
        return os.open(self.path / f"{first:012d}.bin", flags), os.open(self.path / f"{first:012d}.idx", flags)


@pytest.mark.parametrize("golden", REMOTE_JOBS, ids=lambda job: job["style"])
def test_every_golden_remote_job_becomes_a_keeper_s(cloud: Cloud, tmp_path: Path, golden: dict[str, Any]) -> None:
    data = b""
    cloud.downloads = {"/code": data, "/file": data}
    job = json.loads(json.dumps(golden))
    if job["code"]["kind"] == "archive":
        job["code"] |= {"url": f"{cloud.url}/code", "sha256": sha(data)}
        job["files"][0] |= {"url": f"{cloud.url}/file"}
    local = read_job(Fetcher(str(tmp_path / "f"), Fate(), Pace(), plain=False).local_job(job, "/store"))
    assert (local.entry, local.store) == (golden["entry"], {"kind": "directory", "path": "/store"})
    assert all(Path(file["source"]).read_bytes() == data for file in local.files)


def test_log_pairs_are_mirrored_index_first_and_closed_ones_once(tmp_path: Path) -> None:
    log, mirror, puts = LogWriter(Folder(tmp_path)), LogMirror(str(tmp_path), 1000), []
    for _ in range(3):
        log.append(1, b"x" * 600 + b"\n", 1)
        mirror.flush(lambda name, _path, size: puts.append((name, size)), whole=False)
    assert mirror.size == (1803, 3)
    first, second = "000000000000", "000000000002"
    assert puts == [
        *[(f"{first}.idx", 28), (f"{first}.bin", 601), (f"{first}.idx", 56), (f"{first}.bin", 1202)],
        *[(f"{second}.idx", 28), (f"{second}.bin", 601)],
    ]


def test_an_endless_line_is_uploaded_again_only_when_it_grew_by_half(tmp_path: Path) -> None:
    log, mirror, puts = LogWriter(Folder(tmp_path)), LogMirror(str(tmp_path), 1000), []
    for _ in range(100):
        log.append(1, b"x" * 1000, 1)
        mirror.flush(lambda name, _path, size: puts.append(size) if name.endswith("bin") else None, whole=False)
    assert (len(puts) < 15, sum(puts) < 400_000) == (True, True)
    mirror.flush(lambda name, _path, size: puts.append(size), whole=True)
    assert (puts[-1], mirror.size, mirror.waiting_bytes) == (100_000, (100_000, 0), 0)


def test_a_flush_that_failed_goes_on_where_it_was(tmp_path: Path) -> None:
    log, mirror = LogWriter(Folder(tmp_path)), LogMirror(str(tmp_path), 1000)
    log.append(1, b"a\nb\nc", 1)

    def refuse(_name: str, _path: str, _size: int) -> None:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        mirror.flush(refuse, whole=False)
    assert (mirror.size, mirror.waiting_bytes) == ((0, 0), 5)
    mirror.flush(lambda *_: None, whole=False)
    assert (mirror.size, lines_until(str(tmp_path / "000000000000"), 3)) == ((5, 2), 1)


def test_when_the_image_was_pulled_is_told_if_the_platform_tells(cloud: Cloud) -> None:
    assert pulled_ms(None) == pulled_ms(cloud.url) == {}
    told = {"PullStartedAt": "2026-01-31T10:00:00Z", "PullStoppedAt": "2026-01-31T10:00:01.25Z"}
    cloud.downloads = {"/task": json.dumps(told).encode()}
    assert pulled_ms(cloud.url) == {"pulledMs": 1250}


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"RUNLET_API": "ftp://x", "RUNLET_RUN": "r", "RUNLET_CLAIM": "c"},
        {"RUNLET_API": "https://x", "RUNLET_RUN": "r"},
        {f"RUNLET_{name}": "https://x" for name in ("API", "RUN", "CLAIM", "SLOT", "SLOT_SECRET")},
    ],
)
def test_an_environment_that_names_no_run_is_refused_and_wiped(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings):
        take_settings()
    assert not any(name.startswith("RUNLET_") for name in os.environ)


def test_limits_that_cannot_be_laid_on_are_no_limits() -> None:
    limits = read_limits(job_of("")["limits"])
    with pytest.raises(OSError, match="could not be laid on" if os.geteuid() == 0 else "No such process"):
        tighten(2**22 - 1, limits, 62511 if os.geteuid() == 0 else None)


def test_all_being_over_is_raised_once_it_is_known() -> None:
    fate = Fate()
    fate.check()
    fate.end("first")
    fate.end("second")
    with pytest.raises(Ended, match="first"):
        fate.check()


@pytest.mark.parametrize("own_uid", [False, True])
def test_limits_are_laid_on_a_process_that_runs(own_uid: bool) -> None:
    uid = 62511 if own_uid and os.geteuid() == 0 else None
    command = [shared_python(), "-I", "-c", "import time; time.sleep(60)"]
    sleeping = subprocess.Popen(command, user=uid, group=uid, cwd="/")
    try:
        tighten(sleeping.pid, read_limits(job_of("", {"openFiles": 33, "cpuSec": 7})["limits"]), uid)
        limits = Path(f"/proc/{sleeping.pid}/limits").read_text()
        assert re.search(r"open files +33 +33", limits)
        assert re.search(r"cpu time +7 +12", limits)
    finally:
        sleeping.kill()
        sleeping.wait()


def test_kills_for_want_of_memory_are_counted_where_somebody_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("runner.oom._COUNTERS", (str(tmp_path / "none"), str(tmp_path / "events")))
    assert oom_kills() == 0
    (tmp_path / "events").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n")
    assert oom_kills() == 3
