"""Listens to a script's two outputs: at once when they are quiet, in large gulps when they are busy."""

import os
import selectors
import time

from .pump import STDERR, STDOUT, Pump, Stream
from .timers import Timers

_BUSY_SEC = 0.005
_GULP_SEC = 0.002
_LARGE_READ = 128 * 1024


class Outputs:
    """Registers both pipes with a selector; `on_read` is told after each read that brought something."""

    def __init__(self, pump: Pump, selector: selectors.BaseSelector, timers: Timers, pipes: tuple[int, int]) -> None:
        self._pump = pump
        self._selector = selector
        self._timers = timers
        self.stdout = Stream(STDOUT, pipes[0])
        self.stderr = Stream(STDERR, pipes[1])
        for stream in (self.stdout, self.stderr):
            self._listen(stream)

    @property
    def ended(self) -> bool:
        """Whether nobody holds either pipe any more."""
        return self.stdout.ended and self.stderr.ended

    @property
    def kept(self) -> int:
        """Bytes of output in the log."""
        return self.stdout.kept + self.stderr.kept

    def drain(self) -> None:
        """Reads what lies in both pipes now; stdout first, so that a traceback follows what was printed."""
        for stream in (self.stdout, self.stderr):
            while not stream.ended and self._pump.take(stream, self.kept):
                pass

    def close(self) -> None:
        """Gives up both pipes."""
        for stream in (self.stdout, self.stderr):
            os.close(stream.fd)

    def _listen(self, stream: Stream) -> None:
        self._selector.register(stream.fd, selectors.EVENT_READ, lambda: self._readable(stream))

    def _readable(self, stream: Stream) -> None:
        busy = time.monotonic() - stream.last_read < _BUSY_SEC
        size = self._pump.take(stream, self.kept)
        if stream.ended:
            self._selector.unregister(stream.fd)
        elif busy and size < _LARGE_READ:
            # A wake-up per line would cost more than the script: let the pipe fill for a moment.
            self._selector.unregister(stream.fd)
            self._timers.set(f"gulp {stream.number}", _GULP_SEC, lambda: self._gulp(stream))

    def _gulp(self, stream: Stream) -> None:
        size = self._pump.take(stream, self.kept)
        if stream.ended:
            return
        if size:
            self._timers.set(
                f"gulp {stream.number}", 0 if size >= _LARGE_READ else _GULP_SEC, lambda: self._gulp(stream)
            )
        else:
            self._listen(stream)
