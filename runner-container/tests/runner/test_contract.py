"""The goldens in core/contract are what the runner reads and writes."""

import json
from dataclasses import fields
from typing import Any

import pytest
from runner_process import CONTRACT, GOLDEN_JOB, RunnerProcess

from runner.job import read_job
from runner.limits import Limits

JOBS = json.loads((CONTRACT / "job.json").read_text())
REPORTS = json.loads((CONTRACT / "report.json").read_text())


@pytest.mark.parametrize("golden", JOBS, ids=lambda job: job["style"])
def test_every_golden_job_is_understood(golden: dict[str, Any]) -> None:
    job = read_job(golden)
    assert (job.entry, job.limits.timeoutSec) == (golden["entry"], golden["limits"]["timeoutSec"])


def test_limits_are_those_of_the_contract() -> None:
    names = json.loads((CONTRACT / "limits.json").read_text())
    assert [field.name for field in fields(Limits)] == list(names)


@pytest.mark.parametrize("part", ["facts", "log", "metrics", "phases"])
def test_a_report_has_the_fields_of_the_golden_report(runner: RunnerProcess, part: str) -> None:
    report = runner.run("print('hello')").report
    assert set(report) == set(REPORTS[0])
    assert set(report[part]) - {"message"} == set(REPORTS[0][part])


def test_an_artifact_has_the_fields_of_the_golden_one(runner: RunnerProcess) -> None:
    ended = runner.run("import os; open(os.environ['RUNLET_OUTPUT'] + '/chart.svg', 'w').write('<svg/>')")
    assert [set(each) for each in ended.report["artifacts"]] == [set(REPORTS[0]["artifacts"][0])]


def test_a_golden_run_tells_started_then_log_then_report(runner: RunnerProcess) -> None:
    ended = runner.run("print('hello')")
    assert [event["event"] for event in ended.events] == ["started", "log", "report"]
    assert set(ended.events[0]["phases"]) == {"placedMs", "bootedMs", "unpackedMs"}
    assert ended.events[1] | {"runId": ""} == {"event": "log", "runId": "", "bytes": 6, "lines": 1}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"language": "perl"}, "this runner runs python, not 'perl'"),
        ({"surprise": 1}, "missing or unknown fields: surprise"),
        ({"limits": {}}, "limits must have exactly the fields"),
        ({"store": {"kind": "bucket"}}, "not in 'bucket'"),
    ],
)
def test_a_job_that_is_not_understood_is_reported_as_not_started(
    runner: RunnerProcess, change: dict[str, Any], sentence: str
) -> None:
    runner.send({"op": "run", "job": GOLDEN_JOB | {"runId": "run_odd"} | change})
    facts = runner.until("report", "run_odd")["report"]["facts"]
    assert facts["endedBy"] == "start-failed"
    assert sentence in facts["message"]
