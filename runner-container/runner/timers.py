"""Named timers of one event loop."""

import time
from collections.abc import Callable


class Timers:
    """Each name has at most one time at which its function is called, once."""

    def __init__(self) -> None:
        self._due: dict[str, tuple[float, Callable[[], None]]] = {}

    def set(self, name: str, after_sec: float, then: Callable[[], None]) -> None:
        """Sets or moves a timer."""
        self._due[name] = (time.monotonic() + after_sec, then)

    def cancel(self, name: str) -> None:
        """Forgets a timer, if it is set."""
        self._due.pop(name, None)

    def __contains__(self, name: str) -> bool:
        return name in self._due

    def wait_sec(self) -> float | None:
        """How long until the next one; None when there is none."""
        if not self._due:
            return None
        return max(0.0, min(when for when, _ in self._due.values()) - time.monotonic())

    def fire(self) -> None:
        """Calls what is due."""
        now = time.monotonic()
        for name, (when, then) in list(self._due.items()):
            if when <= now and self._due.get(name) == (when, then):
                del self._due[name]
                then()
