"""An interpreter that passes the probe but breaks in its sandbox is a failed start with a sentence, never a hang."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from runner_process import Ended, RunnerProcess, shared_python

WRAPPER = '#!/bin/sh\nif [ -n "$RUNLET_BOOT" ]; then {}; fi\nexec {} "$@"\n'

BREAKS = {
    "speaks and ends": ("echo no such codec >&2; exit 3", "It said: no such codec"),
    "ends in silence": ("exit 3", "It said: nothing"),
    "kills itself": ("kill -9 $$", "The interpreter ended before it was ready."),
}


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="runlet-test-") as path:
        os.chmod(path, 0o755)
        yield Path(path)


def given_interpreter(folder: Path, does: str) -> str:
    """An interpreter that does something else when it is to boot a sandbox."""
    wrapper = folder / "python3"
    wrapper.write_text(WRAPPER.format(does, shared_python()))
    wrapper.chmod(0o755)
    return str(wrapper)


def run_with(python: str) -> Ended:
    runner = RunnerProcess(python)
    try:
        return runner.run("print(1)")
    finally:
        runner.close()


@pytest.mark.parametrize("title", BREAKS)
def test_a_start_fails_when_the_interpreter(folder: Path, title: str) -> None:
    does, sentence = BREAKS[title]
    ended = run_with(given_interpreter(folder, does))
    assert (ended.facts["endedBy"], ended.facts["exitCode"]) == ("start-failed", None)
    assert sentence in ended.facts["message"]
    assert [event["event"] for event in ended.events] == ["report"]


def test_a_start_fails_when_the_interpreter_is_gone(folder: Path) -> None:
    runner = RunnerProcess(given_interpreter(folder, "exit 3"))
    (folder / "python3").unlink()
    ended = runner.run("print(1)")
    runner.close()
    assert "The sandbox could not be started: FileNotFoundError" in ended.facts["message"]


def test_a_stop_is_heard_while_the_interpreter_hangs(folder: Path) -> None:
    runner = RunnerProcess(given_interpreter(folder, "exec sleep 600"))
    run_id = runner.start("print(1)")
    runner.send({"op": "stop", "runId": run_id, "graceSec": 5})
    ended = runner.finish(run_id)
    runner.close()
    assert (ended.facts["endedBy"], ended.facts["signal"]) == ("canceled", None)
