"""Which modules this interpreter could import, without importing any."""

from __future__ import annotations

import functools
import importlib.machinery
import sys
from pathlib import Path

_OURS = Path(__file__).resolve().parents[2]
ALWAYS = frozenset({"runlet", "__future__", "__main__"})
"""`runlet` lies on the path of every sandbox."""


def is_standard(module: str) -> bool:
    """Is the top-level module part of this Python, or brought by every sandbox?"""
    return module in ALWAYS or module in sys.stdlib_module_names


def is_installed(module: str) -> bool:
    """Is the top-level module in this interpreter's own site-packages? The runner's own folder does not count."""
    places = [place for place in sys.path if place and not _is_ours(place)]
    try:
        return importlib.machinery.PathFinder.find_spec(module, places) is not None
    except (ImportError, ValueError, OSError):
        return False


@functools.cache
def _is_ours(place: str) -> bool:
    return Path(place).resolve() == _OURS
