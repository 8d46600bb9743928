"""A runner for each way in which this machine can start one: as root, and as an ordinary user."""

import os
from collections.abc import Iterator

import pytest
from runner_process import RunnerProcess, shared_python

from runner.probe import probe_interpreter

_ORDINARY = 65533


def _modes() -> list[str]:
    if os.geteuid() != 0:
        return ["user"]
    return ["root"] if probe_interpreter(shared_python(), None).uid_refusal else ["root", "user"]


def start_runner(mode: str) -> RunnerProcess:
    """A runner of its own for tests that end it."""
    python = shared_python()
    if mode == "user" and os.geteuid() == 0:
        return RunnerProcess(python, interpreter=python, user=_ORDINARY)
    return RunnerProcess(python)


@pytest.fixture(scope="session", params=_modes())
def runner(request: pytest.FixtureRequest) -> Iterator[RunnerProcess]:
    """One runner for all tests that leave it alone."""
    process = start_runner(request.param)
    yield process
    process.close()


@pytest.fixture(params=_modes())
def own_runner(request: pytest.FixtureRequest) -> Iterator[RunnerProcess]:
    """A runner that a test may kill."""
    process = start_runner(request.param)
    yield process
    process.close()
