"""`runlet.state`: what a script remembers from one successful run to the next."""

import atexit
import os
import time
from _collections_abc import Iterator, MutableMapping

from runlet_values import Unfit, plain, to_json

from runlet._place import io_file, say, write_whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_OUTSIDE = "runlet-state.json"
_PAUSE_SEC = 0.5


class State(MutableMapping[str, object]):
    """A dict of JSON values, loaded when first used, saved at changes (at most twice a second) and at the end.

    Runlet keeps it when the run succeeds. Changes made in child processes are not seen.
    """

    def __init__(self) -> None:
        self._values: dict[str, Any] | None = None
        self._saved_at = 0.0
        self._process = 0
        self._was = b""

    def __getitem__(self, name: str) -> "Any":
        return self._loaded()[name]

    def __setitem__(self, name: str, value: object) -> None:
        """Remembers `value`. Raises TypeError when the name is no text or JSON cannot hold the value."""
        if not isinstance(name, str):
            raise TypeError(f"A name in runlet.state should be text, but is {name!r:.80}.")
        try:
            plain(value, f"state[{name!r}]")
        except Unfit as problem:
            raise TypeError(str(problem)) from None
        # The value itself, not its plain copy: what state[name] answers is often changed in place.
        self._loaded()[name] = value
        self._save_soon()

    def __delitem__(self, name: str) -> None:
        del self._loaded()[name]
        self._save_soon()

    def __iter__(self) -> "Iterator[str]":
        return iter(self._loaded())

    def __len__(self) -> int:
        return len(self._loaded())

    def __repr__(self) -> str:
        return f"runlet.state({self._loaded()!r})"

    def save(self) -> None:
        """Saves now. Needed only before os._exit(), and after changes inside a value that a kill might lose.

        Raises TypeError with a sentence when JSON cannot hold a value, OSError when the file cannot be written.
        """
        try:
            text = to_json(plain(self._loaded(), "state"))
        except Unfit as problem:
            raise TypeError(str(problem)) from None
        self._saved_at = time.monotonic()
        if text != self._was and os.getpid() == self._process:
            write_whole(io_file("state.out.json") or _OUTSIDE, text)
            self._was = text

    def _loaded(self) -> "dict[str, Any]":
        if self._values is None:
            self._process = os.getpid()
            self._values = _read()
            self._was = to_json(self._values)
            atexit.register(self._save_at_end)
        return self._values

    def _save_soon(self) -> None:
        if time.monotonic() - self._saved_at > _PAUSE_SEC:
            self.save()

    def _save_at_end(self) -> None:
        try:
            self.save()
        except (TypeError, OSError) as problem:
            say(f"the state could not be saved: {problem}")


def _read() -> "dict[str, Any]":
    path = io_file("state.json") or _OUTSIDE
    if not os.path.exists(path):
        return {}
    import json

    with open(path, encoding="utf-8") as file:
        values = json.load(file)
    return values if isinstance(values, dict) else {}


state = State()
