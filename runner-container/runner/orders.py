"""What a keeper hears from the runner: its job, perhaps a stop; the socket's end means that the runner is gone."""

import json
import select
from typing import Any

from .lines import LineSocket


class Stopped(Exception):
    """The run was canceled before its script was released."""


class Orders:
    """Reads the control socket. `stop_grace_sec` is set once a stop was heard."""

    def __init__(self, control: LineSocket) -> None:
        self._control = control
        self._job: dict[str, Any] | None = None
        self.stop_grace_sec: float | None = None

    def listen(self) -> None:
        """Takes in what has arrived. Raises Gone when the runner is."""
        for line in self._control.receive():
            order = json.loads(line)
            if order["op"] == "tell":
                self._job = order["job"]
            elif order["op"] == "stop":
                self.stop_grace_sec = float(order["graceSec"])

    def heed_stop(self) -> None:
        """For the time before release. Raises Stopped when a stop was heard, perhaps together with the job."""
        if self.stop_grace_sec is not None:
            raise Stopped

    def await_job(self) -> dict[str, Any]:
        """Blocks until the job is told. Raises Gone."""
        while self._job is None:
            select.select([self._control], [], [])
            self.listen()
        return self._job
