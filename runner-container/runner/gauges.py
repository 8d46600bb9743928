"""What is polled while a script runs: memory and number of its processes, bytes of its workspace, its progress."""

from collections.abc import Callable

from .family import Family, descendants
from .kernel import IS_LINUX
from .limits import Limits
from .memory import MEBIBYTE, tree_bytes
from .progress import Progress
from .space import SpaceMeter
from .timers import Timers

_FIRST_SEC = 0.03
_APART_SEC = 0.1
_CLOSE_SEC = 0.05

Breach = Callable[[str, str], None]


class Gauges:
    """One timer that looks at everything. `peak_bytes` is the highest memory of the whole tree that was seen."""

    def __init__(self, limits: Limits, family: Family, space: SpaceMeter, progress: Progress, keeper: int) -> None:
        self._limits = limits
        self._family = family
        self._space = space
        self._progress = progress
        self._keeper = keeper
        self.peak_bytes = 0

    def begin(self, timers: Timers, breach: Breach) -> None:
        """Looks first after 30 ms, so that short scripts are never looked at."""
        self._timers = timers
        self._breach = breach
        timers.set("gauges", _FIRST_SEC, self._look)

    def end(self) -> None:
        """Reads the progress told since the last look."""
        self._progress.look()

    def _look(self) -> None:
        self._family.reap()
        close = self._look_at_processes() if IS_LINUX else False
        used = self._space.look()
        if used > self._limits.workspaceMiB * MEBIBYTE:
            self._breach("file-limit", f"The workspace passed its limit of {self._limits.workspaceMiB} MiB.")
        self._progress.look()
        self._timers.set("gauges", _CLOSE_SEC if close else _APART_SEC, self._look)

    def _look_at_processes(self) -> bool:
        pids = descendants(self._keeper)
        if len(pids) > self._limits.processes:
            self._breach("process-limit", f"More than {self._limits.processes} processes ran at once.")
        most = self._limits.memoryMiB * MEBIBYTE
        used = tree_bytes(pids, most)
        self.peak_bytes = max(self.peak_bytes, used)
        if used > most:
            seen = f"{used // MEBIBYTE} MiB in {len(pids)} process" + ("es" if len(pids) > 1 else "")
            self._breach("out-of-memory", f"The script used {seen}; its limit is {self._limits.memoryMiB} MiB.")
        return used > most // 2
