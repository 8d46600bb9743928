"""What is brought at the end of a run, when the bucket or the API will not have it. Ten times as fast and more."""

import json
import time

import pytest

from tests.runner.runner_process import eventually
from tests.task.cloud import DEEPEST, RUN, Cloud
from tests.task.conftest import Start
from tests.task.task_process import job_of, text_in

ARTIFACTS = (
    "import os\nfor name in 'ab': open(os.environ['RUNLET_OUTPUT'] + '/' + name, 'w').write(name)\n"
    "print('[' + ', '.join(['1'] * 20_000) + ']')"
)


def test_an_artifact_that_the_bucket_will_not_take_is_told(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of(ARTIFACTS)
    cloud.refused_keys = {f"runs/{RUN}/artifacts/a": 400}
    assert start().wait() == 0
    assert [each["name"] for each in cloud.report["artifacts"]] == ["b"]
    assert cloud.report["artifactsDropped"] == 1
    assert cloud.report["facts"]["message"] == "Some artifacts could not be stored."


def test_an_artifact_whose_name_s3_would_change_is_left_behind(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("import os; open(os.environ['RUNLET_OUTPUT'] + '/${filename}', 'w').write('x')")
    assert start().wait() == 0
    assert (cloud.report["artifacts"], cloud.report["artifactsDropped"]) == ([], 1)


def test_a_result_that_the_bucket_will_not_take_is_told(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of(ARTIFACTS)
    cloud.refused_keys = {f"runs/{RUN}/result.json": 413}
    task = start()
    assert task.wait() == 0
    assert (cloud.report["result"], cloud.report["facts"]["result"]["state"]) == (None, "none")
    assert cloud.report["facts"]["message"] == "The result could not be stored."
    assert [line["what"] for line in task.said() if line["phase"] == "not-stored"] == [
        "result: the bucket answered with status 413"
    ]


def test_a_bucket_that_stays_away_costs_the_log_and_not_the_report(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.bucket, cloud.beat_sec = job_of("print(1)", {"timeoutSec": 1, "graceSec": 0}), "broken", 0.1
    assert start(faster=100).wait() == 0
    assert cloud.report["facts"]["message"] == "Part of the log could not be stored."


@pytest.mark.parametrize("status", [400, 409])
def test_a_large_report_that_cannot_be_stored_is_given_up(cloud: Cloud, start: Start, status: int) -> None:
    cloud.job = job_of("text = 'x' * 1_200_000", {"resultBytes": 3_000_000}, returnVariables=["text"])
    cloud.refused_keys = {f"runs/{RUN}/report.json": status}
    assert (start().wait(), cloud.reports) == (4, [])


def test_a_result_nested_too_deeply_for_a_request_is_brought_all_the_same(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of(f"print('[' * {DEEPEST} + ']' * {DEEPEST})")
    assert (start().wait(), cloud.reports[-1]) == (0, "uploaded")
    assert json.dumps(cloud.report["result"]["value"]) == "[" * DEEPEST + "]" * DEEPEST


def test_a_report_that_nobody_takes_is_given_up(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.lost_answers, cloud.beat_sec = job_of("print(1)", {"timeoutSec": 1, "graceSec": 0}), 10**6, 0.1
    task = start(faster=100)
    assert (task.wait(), text_in(cloud)) == (4, b"1\n")
    assert "reached nobody" in task.said()[-1]["why"]


def test_a_run_that_was_over_before_its_report_is_given_up(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.beat_sec = job_of("import time; time.sleep(1)"), 60
    task = start()
    eventually(lambda: any("started" in beat for beat in cloud.beats), "the script runs")
    cloud.over = True
    assert (task.wait(), len(cloud.reports)) == (4, 1)


def test_a_task_that_is_taken_away_while_it_delivers_ends_in_time(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.bucket = job_of("print(1)", {"timeoutSec": 80_000}), "well"
    cloud.refused_keys = {f"runs/{RUN}/log/000000000000.idx": 503}
    task = start(faster=40)
    eventually(lambda: cloud.beats, "the run was claimed")
    time.sleep(1)
    task.terminate()
    begun = time.monotonic()
    assert task.wait() == 0
    assert time.monotonic() - begun < 4
    assert cloud.report["facts"]["message"] == "Part of the log could not be stored."
