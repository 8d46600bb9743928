"""Starts the resident scanner on stdin and stdout."""

from __future__ import annotations

import gc
import sys

from .limits import limit_memory
from .serve import serve, warm_up

if __name__ == "__main__":
    limit_memory()
    warm_up()
    gc.freeze()
    serve(sys.stdin.buffer, sys.stdout.buffer)
