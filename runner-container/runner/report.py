"""Builds the report of one run, field by field what `core/contract/report.json` shows."""

import os
import signal
from dataclasses import dataclass, field
from typing import Any

_LIMIT_SIGNALS = {signal.SIGXCPU: "cpu-limit", signal.SIGXFSZ: "file-limit"}


@dataclass(slots=True)
class Account:
    """What is known of a run so far; its defaults are those of a run that never started."""

    run_id: str
    attempt: int
    python: str
    ended_by: str | None = None
    message: str | None = None
    status: int | None = None
    """The raw wait status of the script; None when it never ran."""
    has_agreed: bool = False
    """Whether its `trigger` was asked and let the script begin."""
    limits_hit: list[str] = field(default_factory=list)
    exception: dict[str, Any] | None = None
    result_facts: dict[str, Any] = field(default_factory=lambda: {"state": "none", "from": None, "detail": None})
    result: dict[str, Any] | None = None
    variables: dict[str, Any] | None = None
    state: Any = None
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    artifacts_dropped: int = 0
    lines: int = 0
    stdout_bytes: int = 0
    stderr_bytes: int = 0
    dropped_bytes: int = 0
    cpu_user_ms: float = 0.0
    cpu_system_ms: float = 0.0
    peak_kib: int = 0
    walls: list[str] = field(default_factory=list)
    placed_ms: float = 0.0
    booted_ms: float = 0.0
    unpacked_ms: float = 0.0
    ran_ms: float = 0.0
    collected_ms: float = 0.0


def build_report(account: Account) -> dict[str, Any]:
    """The report as JSON values. Times in ms, memory in MiB, rounded to what they are worth."""
    kept = account.stdout_bytes + account.stderr_bytes
    return {
        "runId": account.run_id,
        "attempt": account.attempt,
        "facts": _facts(account),
        "result": account.result,
        "variables": account.variables,
        "state": account.state,
        "artifacts": account.artifacts,
        "artifactsDropped": account.artifacts_dropped,
        "log": {
            "bytes": kept,
            "lines": account.lines,
            "stdoutBytes": account.stdout_bytes,
            "stderrBytes": account.stderr_bytes,
            "droppedBytes": account.dropped_bytes,
        },
        "metrics": {
            "wallMs": _ms(account.ran_ms),
            "cpuUserMs": _ms(account.cpu_user_ms),
            "cpuSystemMs": _ms(account.cpu_system_ms),
            "peakMemoryMiB": round(account.peak_kib / 1024, 1),
            "outputBytes": kept + account.dropped_bytes,
        },
        "phases": phases(account) | {"ranMs": _ms(account.ran_ms), "collectedMs": _ms(account.collected_ms)},
        "walls": account.walls,
        "python": account.python,
    }


def phases(account: Account) -> dict[str, float]:
    """The phases up to the release, ms each; unpacking goes on while the interpreter boots."""
    return {
        "placedMs": _ms(account.placed_ms),
        "bootedMs": _ms(account.booted_ms),
        "unpackedMs": _ms(account.unpacked_ms),
    }


def exit_code(status: int | None) -> int | None:
    """The exit code in a raw wait status; None when a signal ended the script or it never ran."""
    return os.WEXITSTATUS(status) if status is not None and os.WIFEXITED(status) else None


def end_signal(status: int | None) -> int | None:
    """The number of the signal that ended the script, if one did."""
    return os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else None


def limit_of_signal(number: int | None, cpu_sec: float, cpu_limit_sec: float) -> str | None:
    """The limit whose breach the kernel answered with this signal."""
    if number is None:
        return None
    if number == signal.SIGKILL and cpu_sec >= cpu_limit_sec:
        return "cpu-limit"
    return _LIMIT_SIGNALS.get(signal.Signals(number)) if number in set(signal.Signals) else None


def limit_of_exception(exception: dict[str, Any] | None) -> str | None:
    """The limit that an uncaught exception tells of: it was hit, though the exception decided the end."""
    if exception is None:
        return None
    kind, message = exception["type"], exception["message"] or ""
    if kind == "MemoryError" or kind.endswith("._ArrayMemoryError"):
        return "out-of-memory"
    if kind == "OSError" and message.startswith("[Errno 27]"):
        return "file-limit"
    refused_process = kind == "BlockingIOError" and message.startswith("[Errno 11]")
    return "process-limit" if refused_process or "can't start new thread" in message else None


def _facts(account: Account) -> dict[str, Any]:
    return {
        "endedBy": account.ended_by,
        "exitCode": exit_code(account.status),
        "signal": end_signal(account.status),
        "limitsHit": account.limits_hit,
        "exception": account.exception,
        "result": account.result_facts,
        "message": account.message,
    }


def _ms(value: float) -> float:
    return round(value, 2)
