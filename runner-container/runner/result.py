"""Which result a run gave: what `runlet.result` was called with, else what `main` returned, else all of stdout."""

import hashlib
from dataclasses import dataclass
from typing import Any

from . import strict_json
from .channel import Channel
from .job import Job
from .pump import Head
from .strict_json import NotJson
from .untrusted import read_whole

INLINE_BYTES = 32768
_ENVELOPE_BYTES = 256


@dataclass(frozen=True, slots=True)
class Settled:
    """`state` none, present, too-large or invalid; `origin` stdout, return, call or None; the rest when present."""

    state: str
    origin: str | None
    detail: str | None = None
    value: Any = None
    document: bytes = b""

    def facts(self) -> dict[str, Any]:
        """As the report spells it."""
        return {"state": self.state, "from": self.origin, "detail": self.detail}


def settle_result(job: Job, path: str, owner: int | None, stdout: Head, whole: bool) -> Settled:
    """Decides the result. `path` is the driver's result.json; `whole`: no byte of stdout is missing."""
    most = job.limits.resultBytes
    written = read_whole(path, owner, most + _ENVELOPE_BYTES)
    if written is not None:
        return _from_file(written, most)
    if job.outputContract == "json":
        return _from_stdout(stdout, whole, most)
    if stdout.hopeless or stdout.overflow or not whole or not stdout.parts:
        return Settled("none", None)
    settled = _from_stdout(stdout, whole, most)
    return settled if settled.state == "present" else Settled("none", None)


def keep_result(settled: Settled, channel: Channel) -> dict[str, Any] | None:
    """The report's `result`; a large one is stored first."""
    if settled.state != "present":
        return None
    if len(settled.document) <= INLINE_BYTES:
        return {"kind": "inline", "value": settled.value}
    channel.result(settled.document)
    return {"kind": "file", "bytes": len(settled.document), "sha256": hashlib.sha256(settled.document).hexdigest()}


def _from_file(written: bytes, most: int) -> Settled:
    if len(written) > most + _ENVELOPE_BYTES:
        origin = "call" if b'"call"' in written[:64] else "return"
        return _too_large(origin, f"more than {most}", most)
    try:
        told = strict_json.parse(written)
        if not isinstance(told, dict) or told.get("ok") is not True:
            problem = told.get("problem") if isinstance(told, dict) else None
            return Settled("invalid", _origin(told), str(problem or "The result file is not as the driver writes it."))
        return _present(told["value"], _origin(told), most)
    except (NotJson, KeyError) as error:
        return Settled("invalid", None, f"The result {error}.")


def _origin(told: Any) -> str | None:
    origin = told.get("from") if isinstance(told, dict) else None
    return origin if origin in ("return", "call") else None


def _from_stdout(stdout: Head, whole: bool, most: int) -> Settled:
    if stdout.overflow:
        return _too_large("stdout", f"more than {most}", most)
    if not whole:
        return Settled(
            "invalid", "stdout", "Part of stdout was dropped by the output limit, so it is not a JSON document."
        )
    document = b"".join(stdout.parts)
    if not document.strip():
        return Settled("invalid", "stdout", "Nothing was printed; stdout must be one JSON document.")
    try:
        return _present(strict_json.parse(document), "stdout", most)
    except NotJson as error:
        return Settled("invalid", "stdout", f"What was printed {error}. Print one JSON document and nothing else.")


def _present(value: Any, origin: str | None, most: int) -> Settled:
    document = strict_json.write(value)
    if len(document) > most:
        return _too_large(origin, str(len(document)), most)
    return Settled("present", origin, None, value, document)


def _too_large(origin: str | None, given: str, most: int) -> Settled:
    return Settled("too-large", origin, f"The result is {given} bytes as JSON; at most {most} are allowed.")
