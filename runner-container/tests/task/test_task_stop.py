"""A run that is to end: by the API's word, or because the platform takes the machine away. Ten times as fast."""

import time

from tests.runner.runner_process import eventually
from tests.task.cloud import Cloud
from tests.task.conftest import Start
from tests.task.endings import SLEEP, STUBBORN, expect_dead
from tests.task.task_process import job_of, log_in, sha, until_running


def test_a_stop_gives_grace_then_kills_and_is_a_cancel(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.watched = job_of(STUBBORN), True
    task = start()
    eventually(lambda: log_in(cloud), "the script said its id")
    cloud.stop = {"graceSec": 0.5}
    assert (task.wait(), cloud.report["facts"]["endedBy"], cloud.report["facts"]["signal"]) == (0, "canceled", 9)
    expect_dead(cloud)


def test_a_stop_that_comes_while_code_is_fetched_ends_the_run_unstarted(cloud: Cloud, start: Start) -> None:
    code = bytes(range(256)) * 20_000
    cloud.downloads, cloud.delay_sec, cloud.stop = {"/code": code}, 0.2, {"graceSec": 0}
    cloud.job = job_of("", code={"kind": "archive", "url": f"{cloud.url}/code", "sha256": sha(code)})
    assert start().wait() == 0
    assert (cloud.report["facts"]["endedBy"], cloud.report["facts"]["exitCode"]) == ("canceled", None)


def test_a_run_that_is_over_for_the_api_is_killed(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.watched = job_of(STUBBORN), True
    task = start()
    eventually(lambda: log_in(cloud), "the script said its id")
    cloud.over = True
    assert (task.wait(), cloud.reports) == (4, [])
    expect_dead(cloud)


def test_a_task_that_is_taken_away_asks_and_reports_lost(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.beat_sec = job_of(STUBBORN), 30.0
    task = start()
    until_running(cloud)
    beats = len(cloud.beats)
    task.terminate()
    assert (task.wait(), cloud.report["facts"]["endedBy"]) == (0, "lost")
    assert "took the machine away" in cloud.report["facts"]["message"]
    assert len(cloud.beats) > beats


def test_a_task_that_is_stopped_for_a_cancel_reports_the_cancel(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.beat_sec = job_of(SLEEP), 30.0
    task = start()
    until_running(cloud)
    cloud.stop = {"graceSec": 0.1}
    task.terminate()
    assert (task.wait(), cloud.report["facts"]["endedBy"]) == (0, "canceled")


def test_a_task_that_is_taken_away_while_the_api_is_down_ends_its_script_in_time(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.watched = job_of(STUBBORN), True
    task = start(faster=40)
    eventually(lambda: log_in(cloud), "the script said its id")
    cloud.api, begun = "broken", time.monotonic()
    task.terminate()
    assert task.wait() == 4
    assert time.monotonic() - begun < 4
    expect_dead(cloud)


def test_a_script_that_ended_well_before_it_was_stopped_stays_so(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("import signal, sys, time; signal.signal(15, lambda *_: sys.exit(0)); time.sleep(60)")
    task = start()
    until_running(cloud)
    task.terminate()
    assert (task.wait(), cloud.report["facts"]["exitCode"]) == (0, 0)
