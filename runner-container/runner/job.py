"""A job as the contract spells it, parsed once at the border."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .limits import Limits, read_limits


@dataclass(frozen=True, slots=True)
class Job:
    """One execution of one version. Field by field the schema of `core/contract/job.json`."""

    runId: str
    attempt: int
    language: str
    style: str
    entry: str
    code: Mapping[str, Any]
    hasInput: bool
    input: Any
    args: list[str]
    env: dict[str, str]
    workingDirectory: str | None
    files: list[Mapping[str, Any]]
    returnVariables: list[str]
    outputContract: str
    lineBuffered: bool
    state: Any
    trigger: Mapping[str, Any]
    """`{schedule, slot, ask}`: of a schedule's run its id and due time; whether the script's `trigger()` is asked."""
    securityLevel: str
    limits: Limits
    store: Mapping[str, Any]

    @property
    def driven(self) -> bool:
        """Whether our driver runs the user's file inside the interpreter, rather than CPython itself."""
        return self.style == "function" or bool(self.returnVariables)

    @property
    def boot_style(self) -> str:
        """The style as the hook names it."""
        if self.style == "function":
            return "function"
        return "variables" if self.returnVariables else "script"


_NAMES = frozenset(Job.__dataclass_fields__)


def read_job(given: Mapping[str, Any]) -> Job:
    """A job from its JSON object. Raises ValueError with a sentence for people."""
    if set(given) != _NAMES:
        odd = ", ".join(sorted(set(given) ^ _NAMES))
        raise ValueError(f"the job has missing or unknown fields: {odd}")
    if given["language"] != "python":
        raise ValueError(f"this runner runs python, not {given['language']!r}")
    if given["store"].get("kind") != "directory":
        raise ValueError(f"this runner keeps logs in a directory, not in {given['store'].get('kind')!r}")
    return Job(**{**given, "limits": read_limits(given["limits"])})


def input_document(job: Job) -> bytes:
    """The input as one UTF-8 JSON document; escapes only where UTF-8 cannot carry a character."""
    try:
        return json.dumps(job.input, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(job.input).encode()
