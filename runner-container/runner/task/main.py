"""A task from its first fork to its exit code."""

import time

from ..layout import BootFolder
from ..probe import NoInterpreter
from .api import Api
from .claim import NotToBeClaimed, claim
from .fate import Ended
from .ground import Ground, lay_ground
from .metadata import pulled_ms
from .pace import Pace
from .run import Run
from .say import Operator
from .settings import Settings
from .slot import Slot, SlotClosed
from .web import Web

REPORTED, NOT_CLAIMED, GAVE_UP = 0, 3, 4
"""0 also of a warm slot that ended before it was given a run: nothing was owed to anybody."""


def run_task(settings: Settings, root: str, python: str, compiled: BootFolder | None, pace: Pace | None = None) -> int:
    """Serves the one run, or the slot's. `root`: a folder that is this task's alone; `compiled`: see prepare_place."""
    operator = Operator(settings.run)
    try:
        ground = lay_ground(root, python, compiled, pace or Pace(), operator)
    except (OSError, NoInterpreter) as error:
        operator.say("gave-up", why=f"the sandbox could not be prepared: {error}")
        return GAVE_UP
    operator.say("prepared", python=ground.place.version, walls=" ".join(ground.place.walls))
    try:
        return _serve(settings, ground)
    except NotToBeClaimed as error:
        operator.say("not-claimed", why=str(error))
        return NOT_CLAIMED
    except SlotClosed as error:
        operator.say("slot-closed", why=str(error))
        return REPORTED
    except Ended as error:
        operator.say("gave-up", why=str(error))
        return GAVE_UP
    finally:
        ground.leave()


def _serve(settings: Settings, ground: Ground) -> int:
    begun = time.monotonic()
    api = Api(settings.api, ground.pace)
    run_id, code = settings.run, settings.claim
    if run_id is None or code is None:
        ground.operator.say("waiting")
        web = Web(plain=settings.plain, patience_sec=ground.pace.answer_sec)
        slot = Slot(api, web, settings.slot or "", settings.slot_secret or "", ground.pace)
        run_id, code = slot.await_run(ground.fate)
        begun = time.monotonic()
        ground.operator.run_id = run_id
    claimed = claim(api, run_id, code, ground.fate, ground.pace)
    phases = {"claimedMs": round((claimed.at - begun) * 1000, 2), **pulled_ms(settings.metadata)}
    ground.operator.say("claimed", ms=phases["claimedMs"])
    Run(ground, run_id, claimed, settings, phases).serve(api)
    ground.operator.say("reported")
    return REPORTED
