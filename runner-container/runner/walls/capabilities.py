"""No capability in any set. capabilities(7), Linux, root only."""

import errno

from .. import kernel
from .plan import Host, Plan

_SETS = ("CapInh", "CapPrm", "CapEff", "CapAmb")


def available(host: Host) -> str | None:
    """Needs Linux and root; an ordinary user's processes have none to drop."""
    if not host.linux:
        return "Capabilities exist only on Linux."
    if not host.root:
        return "An ordinary user's processes have no capabilities to drop."
    return host.uid_refusal


def apply(plan: Plan) -> None:
    """Empties every other set; the change of uid did most of it."""
    kernel.drop_effective_capabilities()
    try:
        kernel.prctl(kernel.CAP_AMBIENT, kernel.CAP_AMBIENT_CLEAR_ALL)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


def stands(plan: Plan) -> bool:
    """Whether the kernel lists no capability in any set."""
    return all(set(kernel.own_status(name)) <= {"0"} for name in _SETS)
