"""The walls of a sandbox, in the order in which they go up. One file each, three verbs:

    available(host) -> str | None   None when this machine offers it, else a sentence saying why not
    apply(plan)                     puts the wall up around the calling process, before it executes the interpreter
    stands(plan) -> bool            read back from the system, never assumed

Every wall survives exec, so what stands in the child stands around the user's interpreter.
"""

from types import ModuleType

from . import (
    bounding_set,
    capabilities,
    descriptors,
    environment,
    no_new_privs,
    parent_death,
    rlimits,
    session,
    uid,
    workspace,
)
from .plan import Host, Plan

# rlimits and bounding-set need privileges that the uid wall gives away; a uid change clears parent-death.
ORDER: tuple[tuple[str, ModuleType], ...] = (
    ("session", session),
    ("workspace", workspace),
    ("rlimits", rlimits),
    ("bounding-set", bounding_set),
    ("uid", uid),
    ("capabilities", capabilities),
    ("parent-death", parent_death),
    ("no-new-privs", no_new_privs),
    ("environment", environment),
    ("descriptors", descriptors),
)


def survey(host: Host) -> tuple[list[str], list[dict[str, str]]]:
    """Which walls this machine offers, and for every other one why not: `(names, [{wall, why}])`."""
    offered: list[str] = []
    missing: list[dict[str, str]] = []
    for name, wall in ORDER:
        why = wall.available(host)
        if why is None:
            offered.append(name)
        else:
            missing.append({"wall": name, "why": why})
    return offered, missing


def raise_walls(plan: Plan) -> list[str]:
    """Puts up every offered wall around the calling process and returns those that were seen to stand.

    Raises OSError when the system refuses one: a sandbox never starts behind fewer walls than announced.
    """
    wanted = [(name, wall) for name, wall in ORDER if name in plan.walls]
    for _, wall in wanted:
        wall.apply(plan)
    return [name for name, wall in wanted if wall.stands(plan)]
