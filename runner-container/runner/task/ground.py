"""What a task has before it has a run: a private folder, a keeper whose interpreter waits, and its own means."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass

from .. import kernel
from ..keepers import Keeper, fork_keeper
from ..layout import START_FILE, BootFolder
from ..leftovers import clear_uid
from ..place import Place, prepare_place
from ..remove import remove_tree
from ..sandbox import StartOrder
from ..slots import TASK_UIDS, Slots
from .fate import Fate
from .pace import ROLL_BYTES, Pace
from .say import Operator

_CLEAR_SEC = 10.0
_SHARED_TMP = "/tmp"


@dataclass(frozen=True, slots=True)
class Ground:
    """Of one task."""

    place: Place
    keeper: Keeper
    fate: Fate
    pace: Pace
    operator: Operator
    private: str
    """A folder that no sandbox can enter."""

    def leave(self) -> None:
        """Ends what still runs and removes what was laid."""
        self.keeper.control.close()
        self.keeper.wait(time.monotonic() + _CLEAR_SEC)
        self.keeper.clear_after(set())
        self.place.remove()
        with suppress(OSError):
            remove_tree(self.private)


def lay_ground(root: str, python: str, compiled: BootFolder | None, pace: Pace, operator: Operator) -> Ground:
    """Step one of the sandbox begins here: all of it that needs no job. Raises OSError, NoInterpreter."""
    begun = time.monotonic()
    fate = Fate()
    fate.listen_for_signals()
    if kernel.IS_LINUX:
        kernel.prctl(kernel.SET_CHILD_SUBREAPER, 1)
        kernel.prctl(kernel.SET_DUMPABLE, 0)
    private = f"{root}/private"
    os.makedirs(root, exist_ok=True)
    os.chmod(root, 0o711)
    os.mkdir(private, 0o700)
    with suppress(OSError):  # a volume comes as root's alone; elsewhere /tmp is as it should be, or not ours to change
        os.chmod(_SHARED_TMP, 0o1777)
    place = prepare_place(f"{root}/sandboxes", python, compiled, TASK_UIDS)
    # Before there is a session or a grant: what an ancestor of the script never held cannot be found in a copy of it.
    slots = Slots(clear_uid, TASK_UIDS) if place.has_uids else None
    keeper = fork_keeper(_order(place, slots.take() if slots else None, begun), slots)
    return Ground(place, keeper, fate, pace, operator, private)


def _order(place: Place, uid: int | None, begun: float) -> StartOrder:
    return StartOrder(
        base=f"{place.root}/s1",
        python=place.python,
        version=place.version,
        walls=frozenset(place.walls),
        slot_uid=uid,
        boot=place.boot,
        limits=None,
        entry=START_FILE,
        asked_at=begun,
        roll_bytes=ROLL_BYTES,
    )
