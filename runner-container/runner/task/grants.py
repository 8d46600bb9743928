"""What this task may write, and the wish for new grants while the old ones still last."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .pace import Pace


@dataclass(frozen=True, slots=True)
class Grant:
    """An address that takes a form with a file. `serial` says which set of grants it came with."""

    url: str
    fields: dict[str, str]
    prefix: str | None
    serial: int

    def form(self, name: str | None) -> dict[str, str]:
        """The fields to send for the object `name` below the prefix, or for the one object there is."""
        if self.prefix is None or name is None:
            return self.fields
        rest = {field: value for field, value in self.fields.items() if field != "key"}
        return {**rest, "key": self.prefix + name}


class Grants:
    """The newest set, for any thread."""

    def __init__(self, given: dict[str, Any], pace: Pace) -> None:
        self._pace = pace
        self._changed = threading.Condition()
        self._serial = 0
        self._refused = False
        self.when_refused: Callable[[], object] = lambda: None
        """Told when new ones are needed at once."""
        self.replace(given)

    @property
    def renewal_due(self) -> bool:
        """Whether a beat is to ask for new ones: these are old, or one was refused."""
        with self._changed:
            return self._refused or time.monotonic() - self._since > self._pace.renew_sec

    def replace(self, given: dict[str, Any]) -> None:
        """A beat brought new ones."""
        with self._changed:
            self._given, self._since, self._refused = given, time.monotonic(), False
            self._serial += 1
            self._changed.notify_all()

    def take(self, kind: str) -> Grant:
        """The grant for `log`, `artifacts`, `result` or `report`."""
        with self._changed:
            given = self._given[kind]
            return Grant(given["url"], given["fields"], given.get("prefix"), self._serial)

    def refused(self, grant: Grant, patience_sec: float) -> None:
        """The bucket refused it: asks for new ones, and waits so long for them at most."""
        with self._changed:
            self._refused = current = grant.serial == self._serial
        if current:
            self.when_refused()
        with self._changed:
            self._changed.wait_for(lambda: self._serial > grant.serial, patience_sec)
