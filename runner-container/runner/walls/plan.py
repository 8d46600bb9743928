"""What the walls are told: facts of the machine, and what this sandbox needs."""

import os
from dataclasses import dataclass, field

from ..kernel import IS_LINUX
from ..layout import Layout
from ..limits import Limits


@dataclass(frozen=True, slots=True)
class Host:
    """Facts that decide which walls a machine offers."""

    linux: bool
    root: bool
    uid_refusal: str | None
    """Why sandboxes cannot have a uid of their own although we are root; None when they can."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One sandbox before its interpreter is executed."""

    layout: Layout
    walls: frozenset[str]
    limits: Limits | None
    """None while no job is known; then the wall stands once they are laid on."""
    slot_uid: int | None
    strangers: int
    """Processes outside the sandbox that may count against its uid."""
    keeper: int
    """Process id of the keeper, the expected parent."""
    boot_fd: int
    environment: dict[str, str] = field(default_factory=dict)


def this_host(uid_refusal: str | None = None) -> Host:
    """The facts of the machine that this process runs on."""
    return Host(linux=IS_LINUX, root=os.geteuid() == 0, uid_refusal=uid_refusal)
