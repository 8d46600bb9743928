"""An environment built from nothing: no variable of the server, its shell or its cloud task reaches a script."""

from .plan import Host, Plan

ALLOWED = frozenset({"PATH", "HOME", "TMPDIR", "LANG", "PYTHONPATH", "RUNLET_BOOT"})


def available(host: Host) -> str | None:
    """Everywhere."""
    return None


def apply(plan: Plan) -> None:
    """Nothing to do here: the plan's environment is the one that exec is given."""


def stands(plan: Plan) -> bool:
    """Whether exec is about to be given nothing but our six names; the job's own come later, through the hook."""
    return set(plan.environment) <= ALLOWED


def at_start(home: str, tmp: str, hook: str, boot_fd: int) -> dict[str, str]:
    """The environment with which every sandbox's interpreter starts."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": tmp,
        "LANG": "C.UTF-8",
        "PYTHONPATH": hook,
        "RUNLET_BOOT": str(boot_fd),
    }
