"""Every interval of a task. Seconds unless the name says otherwise; what the AWS side counts on stands beside it."""

from dataclasses import dataclass, fields, replace

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Pace:
    """Defaults are those of production; a test makes all of them faster at once."""

    retry_sec: float = 2.0
    """Between two tries of anything that failed."""
    claim_sec: float = 120.0
    """So long a run is tried to be claimed."""
    silence_sec: float = 120.0
    """Without a good answer for so long, the script is killed: somebody else has long declared this run lost."""
    answer_sec: float = 15.0
    """How long the API may take for one answer, a cold start of its function included."""
    transfer_sec: float = 20.0
    """How long a download or an upload may stand still."""
    watched_sec: float = 1.0
    """Between beats and flushes while somebody follows the run."""
    flush_sec: float = 10.0
    """Between flushes of the log while nobody does."""
    flush_look_sec: float = 0.5
    """How often is looked whether the log grew by `FLUSH_BYTES`."""
    renew_sec: float = 480.0
    """Grants older than this are renewed with a beat; they live for 15 minutes."""
    fetch_sec: float = 120.0
    """So long one download is tried."""
    ask_sec: float = 15.0
    """How long a task that is taken away waits to hear whether its run was canceled."""
    last_grace_sec: float = 30.0
    """The most that a script gets of its grace when its task is taken away."""
    taken_sec: float = 105.0
    """From SIGTERM to the end of all; the platform kills after 120 s (ECS `stopTimeout`)."""
    report_reserve_sec: float = 15.0
    """Of the time that is left at the end, so much belongs to the report."""
    last_beat_sec: float = 5.0
    """So long the report waits for a beat that tells what no beat has told yet."""
    reporting_sec: float = 120.0
    """The workflow waits so long beyond timeout and grace."""
    slot_silence_sec: float = 600.0
    """A warm slot that could reach nobody for so long gives up."""
    slot_look_sec: float = 1.0
    """How often a warm slot looks for its run."""
    slot_renew_sec: float = 600.0
    """The address at which it looks is asked for again after so long at the latest."""

    def faster(self, times: float) -> "Pace":
        """The same pace, so many times as fast."""
        return replace(self, **{field.name: getattr(self, field.name) / times for field in fields(self)})


FLUSH_BYTES = 8 * MEBIBYTE
"""So much log is flushed at once, watched or not."""

ROLL_BYTES = MEBIBYTE
"""A part of the log that grows is uploaded again whole, so parts are small."""
