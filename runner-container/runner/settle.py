"""Fills the account of a run that ended: exit, exception, result, variables, state, artifacts."""

import os
import signal
from typing import Any

from . import strict_json
from .artifacts import Collector
from .channel import Channel
from .exceptions import exception_from_stderr
from .family import Family
from .job import Job
from .layout import Layout
from .pump import Pump
from .report import Account, end_signal, exit_code, limit_of_exception, limit_of_signal
from .result import keep_result, settle_result
from .strict_json import NotJson
from .untrusted import read_whole

STATE_BYTES = 1024 * 1024
_HOOK_FAILED = 125
_HOOK_SAYS = "[runlet: the sandbox could not be started: "
_EXCEPTION_BYTES = 1024 * 1024


def settle(job: Job, account: Account, layout: Layout, owner: int | None, channel: Channel, pump: Pump) -> None:
    """Reads what the script left. Call it only when no process of the sandbox is left."""
    _note_failed_hook(account, pump)
    account.exception = _exception(job, account, layout, owner, pump)
    _note_limit(account, limit_of_exception(account.exception))
    if _was_declined(job, account, layout):
        account.ended_by = "declined"
    else:
        _settle_result(job, account, layout, owner, channel, pump)
    if job.returnVariables:
        _settle_variables(job, account, layout, owner)
    _settle_state(account, layout, owner)
    collector = Collector(channel, job.limits, owner)
    collector.collect(layout.out)
    account.artifacts, account.artifacts_dropped = collector.kept, collector.dropped
    if collector.over_limit:
        _note_limit(account, "artifact-limit")


def settle_exit(job: Job, account: Account, family: Family, oom_kills: int) -> None:
    """Exit, CPU time, peak memory, and the limit that the kernel itself enforced; `oom_kills` are those of this run."""
    account.status = family.status
    account.cpu_user_ms, account.cpu_system_ms = family.cpu_user_sec * 1000, family.cpu_system_sec * 1000
    cpu = family.cpu_user_sec + family.cpu_system_sec
    limit = limit_of_signal(end_signal(account.status), cpu, job.limits.cpuSec)
    if limit is None and oom_kills > 0 and end_signal(account.status) == signal.SIGKILL:
        limit = "out-of-memory"
    if limit is not None and account.ended_by is None:
        account.ended_by = limit
        _note_limit(account, limit)


def _note_limit(account: Account, limit: str | None) -> None:
    if limit is not None and limit not in account.limits_hit:
        account.limits_hit.append(limit)


def _note_failed_hook(account: Account, pump: Pump) -> None:
    # The hook's one line and its exit code, with nothing else said: the script was never begun.
    line = bytes(pump.tail).decode(errors="replace")
    alone = line.count("\n") == 1 and account.stdout_bytes == 0
    if exit_code(account.status) == _HOOK_FAILED and alone and line.startswith(_HOOK_SAYS) and account.ended_by is None:
        account.ended_by, account.message = "start-failed", line.removeprefix(_HOOK_SAYS).rstrip("]\n")


def _exception(job: Job, account: Account, layout: Layout, owner: int | None, pump: Pump) -> dict[str, Any] | None:
    if job.driven or job.trigger["ask"]:
        told = _read_json(f"{layout.io}/exception.json", owner, _EXCEPTION_BYTES)
        if _is_exception(told):
            return dict(told)
    if exit_code(account.status) != 1:
        return None
    return exception_from_stderr(bytes(pump.tail), job.entry)


def _is_exception(told: Any) -> bool:
    # The script can write the driver's file itself; what does not fit the report would take the report with it.
    if not isinstance(told, dict) or set(told) != {"type", "message", "line", "traceback"}:
        return False
    line = told["line"]
    texts = all(isinstance(told[name], str) for name in ("type", "message", "traceback"))
    return texts and (line is None or (type(line) is int and 0 <= line < 2**31))


def _was_declined(job: Job, account: Account, layout: Layout) -> bool:
    # The mark stands from the question on until it was answered with yes: to end well without an answer is no. What
    # stands there behind a yes was put there by the script, or by what its trigger left running.
    asked = job.trigger["ask"] and account.ended_by is None and exit_code(account.status) == 0
    if account.has_agreed:
        return False
    return bool(asked) and os.path.lexists(f"{layout.io}/declined")


def _settle_result(job: Job, account: Account, layout: Layout, owner: int | None, channel: Channel, pump: Pump) -> None:
    settled = settle_result(job, f"{layout.io}/result.json", owner, pump.head, not pump.dropped_stdout)
    account.result_facts = settled.facts()
    account.result = keep_result(settled, channel)
    if settled.state == "too-large":
        _note_limit(account, "result-limit")


def _settle_variables(job: Job, account: Account, layout: Layout, owner: int | None) -> None:
    told = _read_json(f"{layout.io}/variables.json", owner, job.limits.resultBytes)
    if not isinstance(told, dict) or not isinstance(told.get("value"), dict):
        return
    try:
        account.variables = strict_json.checked(told["value"])
    except NotJson as error:
        account.message = account.message or f"What the variables hold {error} and was not kept."
    if told.get("problem"):
        account.message = account.message or str(told["problem"])


def _settle_state(account: Account, layout: Layout, owner: int | None) -> None:
    written = read_whole(f"{layout.io}/state.out.json", owner, STATE_BYTES)
    if written is None:
        return
    if len(written) > STATE_BYTES:
        account.message = account.message or f"runlet.state is larger than {STATE_BYTES} bytes and was not kept."
        return
    try:
        state = strict_json.checked(strict_json.parse(written))
    except NotJson as error:
        account.message = account.message or f"runlet.state {error} and was not kept."
        return
    if isinstance(state, dict):
        account.state = state
    else:
        account.message = account.message or "runlet.state is not a JSON object and was not kept."


def _read_json(path: str, owner: int | None, most: int) -> Any:
    written = read_whole(path, owner, most)
    if written is None or len(written) > most:
        return None
    try:
        return strict_json.parse(written)
    except NotJson:
        return None
