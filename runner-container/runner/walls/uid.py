"""A uid and gid of its own: kill, ptrace, /proc and files of others are out of reach. setresuid(2), root only."""

import os

from .plan import Host, Plan


def available(host: Host) -> str | None:
    """Only to root, and only when that uid can reach the interpreter and the sandbox folder."""
    if not host.root:
        return (
            "Only root can give every sandbox a uid of its own; started by an ordinary user, scripts run as that user."
        )
    return host.uid_refusal


def apply(plan: Plan) -> None:
    """Becomes the slot's uid for good."""
    slot = _slot(plan)
    os.setgroups([])
    os.setgid(slot)
    os.setuid(slot)


def stands(plan: Plan) -> bool:
    """Whether real, effective and saved ids are the slot's and the way back is shut."""
    slot = _slot(plan)
    ids = {os.getuid(), os.geteuid(), os.getgid(), os.getegid()}
    if hasattr(os, "getresuid"):
        ids.update(os.getresuid(), os.getresgid())
    return ids == {slot} and os.getgroups() in ([], [slot])


def _slot(plan: Plan) -> int:
    if plan.slot_uid is None:
        raise OSError("the uid wall was announced but the sandbox has no slot")
    return plan.slot_uid
