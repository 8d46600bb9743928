"""No process of the sandbox gains a privilege by exec: setuid binaries lose their effect. prctl(2), Linux 3.5."""

from .. import kernel
from .plan import Host, Plan


def available(host: Host) -> str | None:
    """Linux only."""
    return None if host.linux else "no_new_privs exists only on Linux."


def apply(plan: Plan) -> None:
    """Cannot be undone, and is inherited."""
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)


def stands(plan: Plan) -> bool:
    """What the kernel says."""
    return kernel.prctl(kernel.GET_NO_NEW_PRIVS) == 1
