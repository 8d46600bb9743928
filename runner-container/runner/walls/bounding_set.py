"""No capability can come back by executing a file that carries one. PR_CAPBSET_DROP, Linux, root with CAP_SETPCAP."""

import errno

from .. import kernel
from .plan import Host, Plan

_SETPCAP = 8


def available(host: Host) -> str | None:
    """Needs Linux and CAP_SETPCAP; goes together with the uid wall."""
    if not host.linux:
        return "Capabilities exist only on Linux."
    if not host.root:
        return "Only root may empty the bounding set; no_new_privs has the same effect for an ordinary user."
    if not int(kernel.own_status("CapEff") or "0", 16) >> _SETPCAP & 1:
        return "This root lacks CAP_SETPCAP, which emptying the bounding set needs."
    return host.uid_refusal


def apply(plan: Plan) -> None:
    """Drops one capability after the other until the kernel knows no higher one."""
    for capability in range(64):
        try:
            kernel.prctl(kernel.CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == errno.EINVAL:
                return
            raise


def stands(plan: Plan) -> bool:
    """Whether the kernel lists an empty set."""
    return set(kernel.own_status("CapBnd")) == {"0"}
