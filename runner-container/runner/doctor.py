"""What this machine has for Runlet: interpreters, walls that would stand, kernel features as facts."""

import os
import platform
import shutil
import sys
from contextlib import suppress
from typing import Any

from . import kernel
from .probe import Interpreter, NoInterpreter, probe_interpreter
from .walls import survey
from .walls.plan import this_host

_OLDEST = (3, 11)
_NAMES = ("python3", "python3.11", "python3.12", "python3.13", "python3.14")
_FOLDERS = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")


def examine(python: str | None = None) -> dict[str, Any]:
    """The doctor's answer. `python` is the interpreter of the sandboxes; the best one found when None.

    `{python, interpreters: [{path, version, supported, why}], walls, missing: [{wall, why}], facts: {…}}`
    """
    found = [_described(each) for each in _interpreters(python)]
    usable = [each for each in found if each["supported"]]
    chosen = next((each for each in usable if each["path"] == python), usable[0] if usable else None)
    walls, missing = survey(this_host(chosen["why"] if chosen else "No interpreter was found."))
    return {
        "python": chosen["path"] if chosen else None,
        "interpreters": found,
        "walls": walls,
        "missing": missing,
        "facts": _facts(),
    }


def _interpreters(python: str | None) -> list[Interpreter]:
    places = [*os.environ.get("PATH", "").split(os.pathsep), *_FOLDERS]
    search = os.pathsep.join(dict.fromkeys(places))
    named = [shutil.which(name, path=folder) for folder in search.split(os.pathsep) for name in _NAMES if folder]
    candidates = dict.fromkeys(path for path in [python, *named, sys.executable] if path)
    found: dict[str, Interpreter] = {}
    for path in candidates:
        with suppress(NoInterpreter):
            found.setdefault(path if path == python else os.path.realpath(path), probe_interpreter(path, None))
    # Those that a sandbox's uid can run come first, the newest of them before the others.
    return sorted(found.values(), key=lambda each: (each.uid_refusal is not None, [-n for n in _numbers(each)]))


def _described(interpreter: Interpreter) -> dict[str, Any]:
    supported = _numbers(interpreter)[:2] >= _OLDEST
    why = interpreter.uid_refusal
    if not supported:
        why = f"Runlet needs Python {_OLDEST[0]}.{_OLDEST[1]} or later."
    return {"path": interpreter.path, "version": interpreter.version, "supported": supported, "why": why}


def _numbers(interpreter: Interpreter) -> tuple[int, ...]:
    return tuple(int(part) for part in interpreter.version.split("."))


def _facts() -> dict[str, Any]:
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "root": os.geteuid() == 0,
        "cpus": os.cpu_count(),
        "landlock": kernel.landlock_version(),
        "userNamespaces": _number_in("/proc/sys/user/max_user_namespaces") > 0,
        "cgroup": _cgroup(),
    }


def _cgroup() -> str | None:
    """v2, v1, or None; followed by `writable` when limits could be set."""
    root = "/sys/fs/cgroup"
    if not os.path.isdir(root):
        return None
    version = "v2" if os.path.exists(f"{root}/cgroup.controllers") else "v1"
    memory = root if version == "v2" else f"{root}/memory"
    return f"{version} writable" if os.access(memory, os.W_OK) else version


def _number_in(path: str) -> int:
    try:
        with open(path, encoding="ascii") as file:
            return int(file.read())
    except (OSError, ValueError):
        return 0
