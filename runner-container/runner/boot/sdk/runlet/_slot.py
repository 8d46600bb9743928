"""`runlet.slot()`."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


def slot() -> "datetime | None":
    """The due time for which a schedule runs the script, aware and in UTC; None in a run of no schedule.

    It is that of the schedule, however late the run is, and the same in each attempt. Outside Runlet, set RUNLET_SLOT.
    Raises ValueError when that is set to what is no time.
    """
    text = os.environ.get("RUNLET_SLOT")
    if not text:
        return None
    from datetime import UTC, datetime

    told = datetime.fromisoformat(text)
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
