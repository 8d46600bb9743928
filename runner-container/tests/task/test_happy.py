"""A run from its claim to its report, when nothing goes wrong."""

import io
import json
import zipfile

import pytest

from tests.runner.runner_process import eventually
from tests.task.cloud import CODE, RUN, SESSION, Cloud
from tests.task.conftest import Start
from tests.task.task_process import job_of, log_in, sha, text_in


def zip_of(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_a_run_is_claimed_run_and_reported(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("print('hello')")
    task = start()
    assert task.wait() == 0
    assert (cloud.report["facts"]["exitCode"], text_in(cloud)) == (0, b"hello\n")
    assert {"claimedMs", "downloadedMs", "bootedMs", "unpackedMs", "ranMs", "collectedMs", "uploadedMs"} <= set(
        cloud.report["phases"]
    )
    assert (len(cloud.claims), len(cloud.reports)) == (1, 1)


def test_a_script_that_says_no_is_reported_so_with_what_it_printed(cloud: Cloud, start: Start) -> None:
    trigger = {"schedule": "sch_1", "slot": "2026-11-21T03:00:00.000Z", "ask": True}
    cloud.job = job_of("def trigger(slot): print('not on day', slot.day)\nprint('ran')", trigger=trigger)
    assert start().wait() == 0
    assert (cloud.report["facts"]["endedBy"], text_in(cloud), text_in(cloud, 2)) == (
        "declined",
        b"",
        b"not on day 21\n",
    )


def test_the_release_is_said_once_with_the_phases_before(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("import time; time.sleep(0.7)")
    assert start().wait() == 0
    started = [beat["started"] for beat in cloud.beats if "started" in beat]
    assert len(started) == 1
    assert set(started[0]["phases"]) == {"placedMs", "bootedMs", "unpackedMs", "claimedMs", "downloadedMs"}


def test_code_and_files_behind_addresses_are_fetched(cloud: Cloud, start: Start) -> None:
    rows = b"a,b" * 100_000
    code = zip_of({"pkg/run.py": "import sys; print(open('inputs/data.csv').read(), sys.argv[1])"})
    job = job_of(
        "",
        entry="pkg/run.py",
        args=["yes"],
        code={"kind": "archive", "url": f"{cloud.url}/code", "sha256": sha(code)},
        files=[{"path": "inputs/data.csv", "url": f"{cloud.url}/data", "sha256": sha(rows), "bytes": 300_000}],
    )
    cloud.downloads, cloud.job_address = {"/code": code, "/data": rows, "/job": json.dumps(job).encode()}, "/job"
    assert start().wait() == 0
    assert text_in(cloud) == rows + b" yes\n"


def test_artifacts_and_a_large_result_lie_in_the_bucket(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of(
        "import json, os\nos.makedirs(os.environ['RUNLET_OUTPUT'] + '/deep')\n"
        "for n in range(9): open(os.environ['RUNLET_OUTPUT'] + f'/deep/f{n}.bin', 'wb').write(bytes([n]) * 300_000)\n"
        "print(json.dumps(['x' * 100_000]))"
    )
    assert start().wait() == 0
    report, prefix = cloud.report, f"runs/{RUN}/"
    assert len(report["artifacts"]) == 9
    for each in report["artifacts"]:
        assert sha(cloud.objects[f"{prefix}artifacts/{each['name']}"]) == each["sha256"]
    assert sha(cloud.objects[f"{prefix}result.json"]) == report["result"]["sha256"]


def test_a_large_report_is_uploaded_and_named(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("text = 'x' * 1_200_000", {"resultBytes": 3_000_000}, returnVariables=["text"])
    assert start().wait() == 0
    assert cloud.reports == ["uploaded"]
    assert len(cloud.report["variables"]["text"]) == 1_200_000


def test_a_hundred_megabytes_of_log_arrive_in_order_and_mostly_once(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("line = 'y' * 999\nfor n in range(100_000): print(line)")
    assert start().wait() == 0
    assert sum(len(read.data) for read in log_in(cloud)) == 100_000_000 == cloud.report["log"]["bytes"]
    sent = sum(size for key, size in cloud.puts if key.endswith(".bin"))
    assert (text_in(cloud).count(b"\n"), sent < 125_000_000) == (100_000, True)
    indexes = [key for key, _ in cloud.puts]
    assert all(indexes[at - 1] == key[:-3] + "idx" for at, key in enumerate(indexes) if key.endswith(".bin"))


def test_somebody_who_watches_sees_the_log_grow(cloud: Cloud, start: Start) -> None:
    cloud.watched = True
    cloud.job = job_of("import time\nfor n in range(4): print('line', n); time.sleep(0.5)")
    task = start()
    eventually(lambda: any(beat["log"] == {"bytes": 14, "lines": 2} for beat in cloud.beats), "two lines are told")
    assert text_in(cloud).startswith(b"line 0\nline 1\n")
    assert task.wait() == 0


def test_progress_is_told_by_beats(cloud: Cloud, start: Start) -> None:
    cloud.watched = True
    cloud.job = job_of("import runlet, time\nrunlet.progress(0.5, 'half')\ntime.sleep(1)")
    assert start().wait() == 0
    told = [beat["progress"] for beat in cloud.beats if "progress" in beat]
    assert [(each["fraction"], each["message"]) for each in told] == [(0.5, "half")]


def test_the_last_progress_of_a_short_run_is_told_before_its_report(cloud: Cloud, start: Start) -> None:
    cloud.beat_sec = 30.0
    cloud.job = job_of("import runlet, time\ntime.sleep(0.5)\nrunlet.progress(1.0, 'all')")
    assert start().wait() == 0
    assert [beat["progress"]["message"] for beat in cloud.beats if "progress" in beat] == ["all"]
    assert cloud.beats[-1]["at"] < cloud.reported_at


def test_limits_are_laid_on_an_interpreter_that_was_started_before_they_were_known(cloud: Cloud, start: Start) -> None:
    names = "RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE", "RLIMIT_CPU"
    cloud.job = job_of(
        f"import resource, json\nprint(json.dumps([resource.getrlimit(getattr(resource, n)) for n in {names}]))",
        {"memoryMiB": 100, "processes": 40, "fileMiB": 3, "openFiles": 50, "cpuSec": 9},
    )
    assert start().wait() == 0
    data, processes, size, files, core, cpu = json.loads(text_in(cloud))
    assert (data, size, files, core, cpu) == ([356 << 20] * 2, [3 << 20] * 2, [50, 50], [0, 0], [9, 14])
    assert 40 <= processes[0] == processes[1]


def test_the_operator_reads_phases_and_no_secret(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("print('private output')")
    task = start()
    task.wait()
    said = task.said()
    assert [line["phase"] for line in said] == ["prepared", "claimed", "downloaded", "running", "ran", "reported"]
    assert all(line["runId"] == RUN for line in said)
    assert not any(secret in json.dumps(said) for secret in (CODE, SESSION, cloud.url, "private output"))


@pytest.mark.parametrize("style", ["script", "function"])
def test_result_and_input_come_and_go_as_everywhere(cloud: Cloud, start: Start, style: str) -> None:
    script = "import json, sys; print(json.dumps({'twice': json.load(sys.stdin)['n'] * 2}))"
    code = "def main(n: int): return {'twice': n * 2}" if style == "function" else script
    cloud.job = job_of(code, style=style, hasInput=True, input={"n": 21})
    assert start().wait() == 0
    assert cloud.report["result"] == {"kind": "inline", "value": {"twice": 42}}
