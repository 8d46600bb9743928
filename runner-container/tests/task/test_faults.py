"""What a task lives through, and what it gives up at. Outages are a twentieth of production's: 60 s are 3 here."""

import os
import time
from pathlib import Path

import pytest

from tests.runner.runner_process import eventually
from tests.task.cloud import RUN, Cloud
from tests.task.conftest import Start
from tests.task.endings import SLEEP, STUBBORN, expect_dead
from tests.task.task_process import job_of, log_in, sha, text_in, until_running

COUNT = "import time\nfor n in range({0}): print('line', n, '.' * 500, flush=True); time.sleep(0.002)"


def parent_of(pid: int) -> int:
    """Of a script: its keeper."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.parametrize("fault", ["broken", "silent", "gone"])
def test_an_outage_of_sixty_seconds_loses_no_byte(cloud: Cloud, start: Start, fault: str) -> None:
    cloud.job = job_of(COUNT.format(1000))
    task = start(faster=20)
    until_running(cloud)
    cloud.fail(fault)
    time.sleep(3)
    cloud.recover()
    assert task.wait() == 0
    assert text_in(cloud).splitlines() == [b"line %d %s" % (n, b"." * 500) for n in range(1000)]
    assert cloud.report["log"]["lines"] == 1000


@pytest.mark.parametrize("fault", ["broken", "silent", "gone"])
def test_an_outage_at_the_claim_is_waited_for(cloud: Cloud, start: Start, fault: str) -> None:
    cloud.job = job_of("print(1)")
    cloud.fail(fault)
    task = start(faster=20)
    time.sleep(2)
    cloud.recover()
    assert (task.wait(), len({claim["nonce"] for claim in cloud.claims})) == (0, 1)


def test_answers_that_are_lost_on_their_way_change_nothing(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("import runlet; runlet.progress(1.0); print('once')")
    cloud.cut_answers = {"claim": 2, "beat": 2, "report": 2}
    assert (start().wait(), text_in(cloud)) == (0, b"once\n")
    assert [len(cloud.claims), len({claim["nonce"] for claim in cloud.claims})] == [3, 1]
    assert cloud.reports == [cloud.reports[0]] * 3


def test_a_claim_that_nobody_answers_is_given_up(cloud: Cloud, start: Start) -> None:
    cloud.api = "broken"
    task = start(faster=200)
    assert (task.wait(), task.said()[-1]["phase"]) == (4, "gave-up")


def test_a_runner_that_hears_nothing_for_long_kills_its_script(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.watched, cloud.beat_sec = job_of(STUBBORN), True, 0.1
    task = start(pace={"silence_sec": 1.5})
    eventually(lambda: log_in(cloud), "the script said its id")
    cloud.api = "broken"
    assert (task.wait(), cloud.reports) == (4, [])
    expect_dead(cloud)


def test_a_second_runner_ends_itself_and_leaves_the_first_alone(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("import time; time.sleep(1); print('mine')")
    first = start()
    eventually(lambda: cloud.nonce, "the first has claimed")
    assert start().wait() == 3
    assert (first.wait(), text_in(cloud), len(cloud.reports)) == (0, b"mine\n", 1)


def test_expired_grants_are_renewed_by_a_beat(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("import os; print('x'); open(os.environ['RUNLET_OUTPUT'] + '/a.txt', 'w').write('a')")
    cloud.refused_serials = {1, 2}
    assert start().wait() == 0
    assert (text_in(cloud), cloud.objects[f"runs/{RUN}/artifacts/a.txt"]) == (b"x\n", b"a")
    assert sum(beat.get("renew", False) for beat in cloud.beats) >= 2


def test_grants_are_renewed_before_they_expire(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.beat_sec = job_of("import time; time.sleep(1.2)"), 0.2
    assert start(pace={"renew_sec": 0.5}).wait() == 0
    assert any(beat.get("renew") for beat in cloud.beats)


def test_a_killed_task_leaves_nothing_running(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.watched = job_of(STUBBORN), True
    task = start()
    eventually(lambda: log_in(cloud), "the script said its id")
    task.process.kill()
    expect_dead(cloud)
    assert cloud.reports == []


def test_a_report_whose_answer_was_lost_is_sent_again(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("print(1)")
    cloud.lost_answers = 2
    assert start().wait() == 0
    assert cloud.reports == [cloud.reports[0]] * 3


def test_slow_downloads_are_waited_for_with_beats(cloud: Cloud, start: Start) -> None:
    data = bytes(1_500_000)
    cloud.downloads, cloud.delay_sec, cloud.beat_sec = {"/data": data}, 0.05, 0.2
    file = {"path": "data", "url": f"{cloud.url}/data", "sha256": sha(data), "bytes": len(data)}
    cloud.job = job_of("import os; print(os.path.getsize('data'))", files=[file])
    assert start().wait() == 0
    assert text_in(cloud) == b"1500000\n"
    assert cloud.report["phases"]["downloadedMs"] > 1000
    assert len(cloud.beats) >= 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sha256": "0" * 64}, "is not what was stored"),
        ({"bytes": 3}, "larger than the 3 bytes"),
        ({"url": "/nowhere"}, "status 404"),
    ],
)
def test_files_that_cannot_be_had_end_the_run_unstarted(
    cloud: Cloud, start: Start, change: dict[str, object], sentence: str
) -> None:
    cloud.downloads = {"/data": b"four"}
    file = {"path": "data", "url": "/data", "sha256": sha(b"four"), "bytes": 4} | change
    cloud.job = job_of("print(1)", files=[file | {"url": f"{cloud.url}{file['url']}"}])
    assert start().wait() == 0
    facts = cloud.report["facts"]
    assert (facts["endedBy"], facts["exitCode"], cloud.url in facts["message"]) == ("start-failed", None, False)
    assert sentence in facts["message"]


def test_a_job_that_cannot_be_had_is_reported_for_its_attempt(cloud: Cloud, start: Start) -> None:
    cloud.job_address, cloud.attempt = "/no-job", 3
    assert start().wait() == 0
    assert (cloud.report["attempt"], cloud.report["facts"]["endedBy"]) == (3, "start-failed")
    assert "Fetching the job failed: refused with status 404." in cloud.report["facts"]["message"]


def test_a_job_of_another_form_is_reported(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("print(1)", surprise=1)
    assert start().wait() == 0
    assert "missing or unknown fields: surprise" in cloud.report["facts"]["message"]


def test_a_keeper_that_dies_leaves_a_report(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.watched = job_of(SLEEP), True
    task = start()
    eventually(lambda: log_in(cloud), "the script said its id")
    script = int(text_in(cloud).split()[0])
    os.kill(parent_of(script), 9)
    assert (task.wait(), cloud.report["facts"]["endedBy"], text_in(cloud)[-1:]) == (0, "lost", b"\n")
    expect_dead(cloud)


def test_nothing_of_a_task_stays_on_the_disk(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("open('left', 'w').write('x')")
    task = start()
    assert task.wait() == 0
    assert [path for path in task.folder.rglob("*") if path.is_file()] == []
