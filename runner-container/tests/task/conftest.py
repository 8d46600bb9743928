"""A cloud, and tasks that are ended with their test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.task.cloud import Cloud
from tests.task.task_process import TaskProcess

Start = Callable[..., TaskProcess]


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """The other side of one task."""
    cloud = Cloud()
    yield cloud
    cloud.recover()
    cloud.close()


@pytest.fixture
def start(cloud: Cloud) -> Iterator[Start]:
    """Starts a task for the job that the cloud has."""
    started: list[TaskProcess] = []

    def start_one(*args: Any, **named: Any) -> TaskProcess:
        started.append(TaskProcess(cloud, *args, **named))
        return started[-1]

    yield start_one
    for task in started:
        task.close()
