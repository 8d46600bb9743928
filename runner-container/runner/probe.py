"""Finds out whether sandboxes can have an interpreter and a uid of their own, by running it as that uid once."""

import os
import sys
from dataclasses import dataclass

from .slots import SLOT_UIDS

_SAY_VERSION = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
_PATIENCE_SEC = 20


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter that ran. `uid_refusal`: why a sandbox's uid cannot run it; None when it can or need not."""

    path: str
    version: str
    uid_refusal: str | None


class NoInterpreter(Exception):
    """The interpreter does not run; the text is a sentence for people."""


def probe_interpreter(path: str, root: str | None, uid: int = SLOT_UIDS.start) -> Interpreter:
    """Runs an interpreter, as `uid`, a sandbox's, when we are root. Raises NoInterpreter.

    `root` is the sandboxes' folder, which that uid must be able to enter too.
    """
    if os.geteuid() != 0:
        return Interpreter(path, _version(path, None), None)
    try:
        version = _version(path, uid)
    except NoInterpreter:
        why = f"The interpreter {path} cannot be run by a user other than root: a folder above it is closed"
        return Interpreter(path, _version(path, None), f"{why}; choose one such as /usr/bin/python3.")
    if root is not None and not _can_enter(root):
        return Interpreter(
            path, version, f"The sandbox folder {root} lies below a folder that other users cannot enter."
        )
    return Interpreter(path, version, None)


def this_interpreter(path: str) -> Interpreter:
    """The one that runs us, which needs no trying. Raises NoInterpreter when `path` is another one."""
    if path != sys.executable:
        raise NoInterpreter(f"What is compiled is for {sys.executable}, and not for {path}.")
    return Interpreter(path, ".".join(map(str, sys.version_info[:3])), None)


def _version(path: str, uid: int | None) -> str:
    import subprocess

    try:
        done = subprocess.run(
            [path, "-I", "-S", "-c", _SAY_VERSION],
            check=True,
            capture_output=True,
            timeout=_PATIENCE_SEC,
            cwd="/",
            env={},
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NoInterpreter(f"The interpreter {path} does not run: {error}") from error
    return done.stdout.decode().strip()


def _can_enter(folder: str) -> bool:
    # Every folder on the way must let strangers pass: that is what access(2) would say to a uid without groups.
    path = os.path.realpath(folder)
    while os.stat(path).st_mode & 0o001:
        if path == "/":
            return True
        path = os.path.dirname(path)
    return False
