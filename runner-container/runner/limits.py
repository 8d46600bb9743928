"""The limits of one job, as `core/contract/limits.json` names them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """Names carry their units. `timeoutSec` counts running only."""

    timeoutSec: float
    graceSec: float
    cpuSec: float
    memoryMiB: int
    processes: int
    openFiles: int
    fileMiB: int
    workspaceMiB: int
    outputBytes: int
    resultBytes: int
    artifacts: int
    artifactBytes: int


_NAMES = tuple(field.name for field in fields(Limits))


def read_limits(given: Mapping[str, Any]) -> Limits:
    """Limits from a job's object. Raises ValueError naming what is missing or unknown."""
    if set(given) != set(_NAMES):
        odd = sorted(set(given) ^ set(_NAMES))
        raise ValueError(
            f"limits must have exactly the fields {', '.join(_NAMES)}; missing or unknown: {', '.join(odd)}"
        )
    return Limits(**given)
