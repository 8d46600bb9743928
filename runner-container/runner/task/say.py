"""What the operator reads: one JSON object a line on stdout. No address, no code, no session, nothing of a script's."""

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime


def iso(unix_ms: int) -> str:
    """An instant as the contract writes it: `2026-01-31T23:59:59.123Z`."""
    return datetime.fromtimestamp(unix_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Operator:
    """Says where a task stands. `run_id` is known from the start, or once a warm slot was given its run."""

    def __init__(self, run_id: str | None) -> None:
        self.run_id = run_id

    def say(self, phase: str, **facts: str | int | float | None) -> None:
        """One line; that nobody reads it is no reason to end a run."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        with suppress(OSError, ValueError):
            sys.stdout.write(json.dumps({"at": at, "runId": self.run_id, "phase": phase, **facts}) + "\n")
            sys.stdout.flush()
