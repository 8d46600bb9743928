"""`runlet.progress()`."""

import os
import time

from runlet_values import plain, to_json

from runlet._place import io_file, say

_LONGEST_MESSAGE = 1000


def progress(fraction: float | None = None, message: str | None = None) -> None:
    """Shows people how far the run is: `fraction` from 0 to 1 (None when unknown), `message` at most 1000 characters.

    Raises ValueError for a fraction below 0 or above 1, TypeError for what is no number or no text.
    """
    if fraction is not None:
        if isinstance(fraction, bool) or not isinstance(fraction, (int, float)):
            raise TypeError(f"The fraction of progress() should be a number from 0 to 1, but is {fraction!r:.80}.")
        if not 0 <= fraction <= 1:
            raise ValueError(f"The fraction of progress() should be from 0 to 1, but is {fraction!r}.")
    if message is not None and not isinstance(message, str):
        raise TypeError(f"The message of progress() should be text, but is {message!r:.80}.")
    if message is not None and len(message) > _LONGEST_MESSAGE:
        message = message[: _LONGEST_MESSAGE - 1] + "…"
    path = io_file("progress.jsonl")
    if path is None:
        say("progress: " + " ".join(_words(fraction, message)))
        return
    line = to_json(plain({"at": time.time_ns() // 1_000_000, "fraction": fraction, "message": message}, "progress"))
    # One write to a file opened for appending: lines of threads and child processes never mix.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(file, line + b"\n")
    finally:
        os.close(file)


def _words(fraction: float | None, message: str | None) -> list[str]:
    return ([] if fraction is None else [f"{fraction:.0%}"]) + ([] if message is None else [message])
