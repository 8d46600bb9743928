"""A run that is attempted again, in the very moment in which the attempt before has reported."""

from runner_process import RunnerProcess, eventually

MANY_FILES = "import os\nfor n in range(200): open(f'{n}', 'w').close()\nprint('attempt', os.environ['RUNLET_ATTEMPT'])"


def test_a_further_attempt_begins_while_the_one_before_is_cleared_away(runner: RunnerProcess) -> None:
    run_id = runner.start(MANY_FILES)
    for attempt in range(2, 5):
        assert runner.until("report", run_id)["report"]["facts"]["endedBy"] is None
        store = {"kind": "directory", "path": str(runner.store(f"{run_id}-{attempt}"))}
        runner.start(MANY_FILES, runId=run_id, attempt=attempt, store=store)
    report = runner.until("report", run_id)["report"]
    assert (report["attempt"], report["facts"]["endedBy"], report["log"]["lines"]) == (4, None, 1)
    eventually(lambda: not runner.sandboxes, "the folders of all attempts are removed")


def test_a_run_that_is_under_way_is_not_begun_twice(runner: RunnerProcess) -> None:
    run_id = runner.start("import time; time.sleep(60)")
    runner.until("started", run_id)
    runner.start("print(1)", runId=run_id)
    refused = runner.until("report", run_id)["report"]["facts"]
    assert (refused["endedBy"], refused["message"]) == ("start-failed", f"{run_id} runs already")
    runner.send({"op": "stop", "runId": run_id, "graceSec": 0})
    assert runner.until("report", run_id)["report"]["facts"]["endedBy"] == "canceled"
