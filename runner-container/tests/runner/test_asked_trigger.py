"""`trigger` in a whole run: how the report tells it, and that no trigger gets around a wall or a limit."""

import time
from typing import Any

import pytest
from runner_process import Ended, RunnerProcess, eventually

OF_SCHEDULE = {"schedule": "sch_1", "slot": "2026-11-21T03:00:00.000Z", "ask": True}
STYLES = ("script", "function")
REST = "\nif __name__ != 'main':\n    print('ran')\n"
MAIN = "\ndef main():\n    print('ran')\n    return {'done': True}\n"


def asked(runner: RunnerProcess, trigger: str, style: str = "script", **more: Any) -> Ended:
    source = trigger + (MAIN if style == "function" else REST)
    return runner.run(source, style=style, trigger=OF_SCHEDULE, **more)


@pytest.mark.parametrize("style", STYLES)
def test_a_run_that_was_declined_is_told_so_with_what_was_printed(runner: RunnerProcess, style: str) -> None:
    ended = asked(runner, "def trigger():\n    print('nothing new')\n    return False", style)
    assert (ended.facts["endedBy"], ended.facts["exitCode"]) == ("declined", 0)
    assert ended.facts["result"]["state"] == "none"
    assert ended.said(1) + ended.said(2) == "nothing new\n"
    eventually(lambda: not runner.sandboxes, "its folders are removed")


@pytest.mark.parametrize("style", STYLES)
def test_a_run_that_was_agreed_to_ends_as_ever(runner: RunnerProcess, style: str) -> None:
    ended = asked(runner, "def trigger():\n    print('[1]')\n    return True", style)
    assert (ended.facts["endedBy"], ended.facts["exitCode"]) == (None, 0)
    assert "ran\n" in ended.said(1)
    assert ended.report["result"] == ({"kind": "inline", "value": {"done": True}} if style == "function" else None)


def test_what_a_trigger_prints_does_not_spoil_a_printed_result(runner: RunnerProcess) -> None:
    source = "def trigger():\n    print('looked')\n    return True\nprint('{\"rows\": 3}')"
    ended = runner.run(source, trigger=OF_SCHEDULE, outputContract="json")
    assert ended.report["result"] == {"kind": "inline", "value": {"rows": 3}}
    assert ended.said(2) == "looked\n"


@pytest.mark.parametrize("style", STYLES)
def test_what_nobody_asks_is_not_asked(runner: RunnerProcess, style: str) -> None:
    source = "def trigger():\n    1 / 0" + (MAIN if style == "function" else REST)
    ended = runner.run(source, style=style, trigger={**OF_SCHEDULE, "ask": False})
    assert (ended.facts["endedBy"], ended.facts["exitCode"]) == (None, 0)


@pytest.mark.parametrize("style", STYLES)
def test_an_exception_in_it_is_the_scripts(runner: RunnerProcess, style: str) -> None:
    facts = asked(runner, "def trigger():\n    raise ValueError('bad row')", style).facts
    exception = facts["exception"]
    assert (facts["endedBy"], facts["exitCode"]) == (None, 1)
    assert (exception["type"], exception["message"], exception["line"]) == ("ValueError", "bad row", 2)
    assert "runlet_driver" not in exception["traceback"]


@pytest.mark.parametrize("style", STYLES)
def test_its_time_is_the_runs(runner: RunnerProcess, style: str) -> None:
    begun = time.monotonic()
    ended = asked(runner, "import time\ndef trigger():\n    time.sleep(60)", style, limits={"timeoutSec": 0.5})
    assert (ended.facts["endedBy"], ended.facts["limitsHit"]) == ("timeout", ["timeout"])
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("style", STYLES)
def test_a_trigger_that_ignores_its_end_is_killed(runner: RunnerProcess, style: str) -> None:
    deaf = "import signal, time\ndef trigger():\n    signal.signal(15, signal.SIG_IGN)\n    time.sleep(60)"
    facts = asked(runner, deaf, style, limits={"timeoutSec": 0.5, "graceSec": 0.2}).facts
    assert facts["endedBy"] == "timeout"
    eventually(lambda: not runner.sandboxes, "its folders are removed")


@pytest.mark.parametrize("style", STYLES)
def test_its_output_is_limited(runner: RunnerProcess, style: str) -> None:
    ended = asked(runner, "def trigger():\n    print('x' * 100_000)", style, limits={"outputBytes": 1000})
    assert (ended.facts["endedBy"], ended.facts["limitsHit"]) == ("declined", ["output-limit"])


@pytest.mark.parametrize("style", STYLES)
def test_its_memory_is_limited(runner: RunnerProcess, style: str) -> None:
    greedy = "def trigger():\n    return bytearray(1 << 30)"
    facts = asked(runner, greedy, style, limits={"memoryMiB": 64}).facts
    assert facts["endedBy"] == "out-of-memory" or facts["exception"]["type"] == "MemoryError"


@pytest.mark.parametrize("style", STYLES)
def test_a_canceled_question_is_a_canceled_run(runner: RunnerProcess, style: str) -> None:
    source = "import time\ndef trigger():\n    print('asked', flush=True)\n    time.sleep(60)" + MAIN
    run_id = runner.start(source, style=style, trigger=OF_SCHEDULE)
    runner.until("log", run_id)
    runner.send({"op": "stop", "runId": run_id, "graceSec": 1})
    assert runner.finish(run_id).facts["endedBy"] == "canceled"


@pytest.mark.parametrize("style", STYLES)
def test_what_it_leaves_behind_is_ended_with_the_run(runner: RunnerProcess, style: str) -> None:
    source = "import os, time\ndef trigger():\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(60)"
    assert asked(runner, source, style).facts["endedBy"] == "declined"
    eventually(lambda: not runner.sandboxes, "its folders are removed")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "hostile",
    [
        "os.close(1); os.close(2)",
        "os.unlink(os.environ['RUNLET_IO'] + '/declined'); os._exit(0)",
        "os.mkdir(os.environ['RUNLET_IO'] + '/result.json'); return True",
        "os.chmod(os.environ['RUNLET_IO'], 0); return True",
    ],
)
def test_a_hostile_trigger_harms_its_own_run_at_most(runner: RunnerProcess, style: str, hostile: str) -> None:
    ended = asked(runner, f"import os\ndef trigger():\n    {hostile}", style)
    assert ended.facts["endedBy"] in (None, "declined")
    assert runner.run("print('next')").said() == "next\n"


@pytest.mark.parametrize("style", STYLES)
def test_a_mark_behind_the_answer_means_nothing(runner: RunnerProcess, style: str) -> None:
    left_running = """
import os, time
def mark():
    return os.environ['RUNLET_IO'] + '/declined'
def trigger():
    if os.fork() == 0:
        while os.path.exists(mark()):
            time.sleep(0.01)
        open(mark(), 'w').close()
        time.sleep(60)
    return True
"""
    waits = "\n    while not os.path.exists(mark()): time.sleep(0.01)\n    print('ran')\n    return {'done': True}\n"
    rest = f"def main():{waits}" if style == "function" else f"def work():{waits}\nif __name__ == '__main__': work()"
    ended = runner.run(left_running + rest, style=style, trigger=OF_SCHEDULE, limits={"timeoutSec": 30})
    assert (ended.facts["endedBy"], ended.facts["exitCode"]) == (None, 0)
    assert "ran\n" in ended.said(1)


def test_a_trigger_that_kills_who_waits_for_it_has_killed_its_run(runner: RunnerProcess) -> None:
    facts = asked(runner, "import os, time\ndef trigger():\n    os.kill(os.getppid(), 9)\n    time.sleep(60)").facts
    assert (facts["endedBy"], facts["signal"]) == (None, 9)


def test_a_run_is_told_its_schedule_slot_and_attempt(runner: RunnerProcess) -> None:
    source = "import os\nfor name in ('RUN_ID', 'ATTEMPT', 'SCHEDULE', 'SLOT'): print(os.environ.get('RUNLET_' + name))"
    env = {"RUNLET_RUN_ID": "mine", "RUNLET_ATTEMPT": "9", "RUNLET_SCHEDULE": "mine", "RUNLET_SLOT": "mine"}
    ended = runner.run(source, env=env, attempt=3, trigger={**OF_SCHEDULE, "ask": False})
    assert ended.said() == f"{ended.report['runId']}\n3\nsch_1\n2026-11-21T03:00:00.000Z\n"


def test_a_run_of_no_schedule_has_no_slot_but_may_be_given_one(runner: RunnerProcess) -> None:
    source = "import runlet\nprint(runlet.slot())"
    assert runner.run(source).said() == "None\n"
    given = runner.run(source, env={"RUNLET_SLOT": "2026-11-21T04:00:00+01:00"})
    assert given.said() == "2026-11-21 03:00:00+00:00\n"


@pytest.mark.parametrize("said", ["2026-11-21T03:00:00.000Z", "2026-11-21T03:00"])
def test_the_slot_is_an_instant_in_utc(runner: RunnerProcess, said: str) -> None:
    ended = runner.run("import runlet\nprint(runlet.slot(), runlet.slot().tzinfo)", env={"RUNLET_SLOT": said})
    assert ended.said() == "2026-11-21 03:00:00+00:00 UTC\n"
