"""A stop ends a run at any time of its life; the end of Node or of a process of ours leaves nothing running."""

import os
import signal
import time

from runner_process import RunnerProcess, eventually, is_running

FAMILY = (
    "import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
    "print(os.getppid(), os.getpid(), child.pid, flush=True)\n"
)


def given_family(runner: RunnerProcess, then: str = "time.sleep(600)") -> tuple[str, list[int]]:
    """A running script with a daemonised child: its run, and the ids of keeper, script and child."""
    run_id = runner.start(FAMILY + then)
    runner.until("log", run_id)
    log = runner.store(run_id) / "log" / "000000000000.bin"
    return run_id, [int(pid) for pid in log.read_text().splitlines()[0].split()]


def expect_all_gone(runner: RunnerProcess, pids: list[int]) -> None:
    eventually(lambda: not any(map(is_running, pids)), "keeper, script and grandchild are gone")
    eventually(lambda: not runner.sandboxes, "the folders are removed")


def test_a_stop_ends_a_running_script_and_its_children(runner: RunnerProcess) -> None:
    run_id, pids = given_family(runner)
    runner.send({"op": "stop", "runId": run_id, "graceSec": 5})
    facts = runner.finish(run_id).facts
    assert (facts["endedBy"], facts["signal"], facts["limitsHit"]) == ("canceled", 15, [])
    expect_all_gone(runner, pids[1:])


def test_a_stop_right_after_the_order_ends_the_run(runner: RunnerProcess) -> None:
    run_id = runner.start("import time; time.sleep(600)")
    runner.send({"op": "stop", "runId": run_id, "graceSec": 0})
    ended = runner.finish(run_id)
    assert ended.facts["endedBy"] == "canceled"
    assert [event["event"] for event in ended.events if event["event"] == "log"] == []


def test_a_stop_of_a_script_that_ignores_sigterm_kills_it_after_its_grace(runner: RunnerProcess) -> None:
    code = (
        "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('deaf', flush=True)\nwhile True: time.sleep(1)"
    )
    run_id = runner.start(code)
    runner.until("log", run_id)
    runner.send({"op": "stop", "runId": run_id, "graceSec": 0.2})
    ended = runner.finish(run_id)
    assert (ended.facts["endedBy"], ended.facts["signal"], ended.said()) == ("canceled", 9, "deaf\n")


def test_a_stop_of_an_unknown_run_changes_nothing(runner: RunnerProcess) -> None:
    runner.send({"op": "stop", "runId": "run_gone", "graceSec": 0})
    assert runner.run("print(1)").facts["exitCode"] == 0


def test_the_same_run_is_not_started_twice(runner: RunnerProcess) -> None:
    run_id = runner.start("import time; time.sleep(600)")
    runner.start("print(1)", runId=run_id)
    refused = runner.until("report", run_id)["report"]["facts"]
    assert (refused["endedBy"], refused["message"]) == ("start-failed", f"{run_id} runs already")
    runner.send({"op": "stop", "runId": run_id, "graceSec": 0})
    assert runner.until("report", run_id)["report"]["facts"]["endedBy"] == "canceled"


def test_many_runs_at_once_are_kept_apart(runner: RunnerProcess) -> None:
    runs = [runner.start(f"import time; time.sleep(0.1); print({n})") for n in range(8)]
    reports = {report["runId"]: report for report in (runner.until("report")["report"] for _ in runs)}
    assert sorted(reports) == sorted(runs)
    said = [(runner.store(run) / "log" / "000000000000.bin").read_text() for run in runs]
    assert said == [f"{n}\n" for n in range(8)]


def test_when_node_is_gone_everything_is_ended_and_removed(own_runner: RunnerProcess) -> None:
    _, pids = given_family(own_runner)
    own_runner.hang_up()
    assert own_runner.process.wait(30) == 0
    assert not any(map(is_running, pids))
    assert not (own_runner.folder / "sandboxes").exists()


def test_when_node_ends_while_a_script_talks_everything_is_ended_and_removed(own_runner: RunnerProcess) -> None:
    _, pids = given_family(own_runner, "while True: print('more', flush=True); time.sleep(0.01)")
    os.kill(own_runner.process.pid, signal.SIGSTOP)
    own_runner.hang_up()
    time.sleep(0.5)  # what the keeper tells now is what the runner reads first
    os.kill(own_runner.process.pid, signal.SIGCONT)
    assert own_runner.process.wait(30) == 0
    assert not any(map(is_running, pids))


def test_exit_ends_everything(own_runner: RunnerProcess) -> None:
    _, pids = given_family(own_runner)
    own_runner.send({"op": "exit"})
    assert own_runner.process.wait(30) == 0
    expect_all_gone(own_runner, pids)


def test_sigterm_ends_everything_and_ctrl_c_nothing(own_runner: RunnerProcess) -> None:
    own_runner.process.send_signal(signal.SIGINT)
    _, pids = given_family(own_runner)
    own_runner.process.send_signal(signal.SIGTERM)
    assert own_runner.process.wait(30) == 0
    expect_all_gone(own_runner, pids)


def test_nothing_outlives_a_killed_runner(own_runner: RunnerProcess) -> None:
    _, pids = given_family(own_runner)
    own_runner.process.kill()
    expect_all_gone(own_runner, pids)


def test_a_killed_keeper_leaves_nothing_and_its_run_is_lost(own_runner: RunnerProcess) -> None:
    run_id, pids = given_family(own_runner)
    os.kill(pids[0], signal.SIGKILL)
    facts = own_runner.finish(run_id).facts
    assert (facts["endedBy"], facts["message"]) == ("lost", "The process that kept the sandbox ended without a report.")
    expect_all_gone(own_runner, pids)
    assert own_runner.run("print(1)").facts["exitCode"] == 0
