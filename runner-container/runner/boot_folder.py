"""Copies what the interpreter reads of ours to where every sandbox can read it, compiled."""

import os
import shutil
import subprocess

from .layout import BootFolder
from .probe import NoInterpreter

_SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "boot")


def place_boot_folder(root: str) -> BootFolder:
    """Creates `<root>/boot`. The clone itself may lie below a folder that no sandbox's uid can enter."""
    target = f"{root}/boot"
    shutil.rmtree(target, ignore_errors=True)
    _copy(_SOURCE, target)
    return BootFolder(target)


def begin_compiling(boot: BootFolder, python: str) -> "subprocess.Popen[bytes]":
    """Compiles for the sandboxes' interpreter, which may be another version than ours; goes on by itself.

    Until it is done, sandboxes start all the same, 2 ms later each. Raises NoInterpreter.
    """
    command = [python, "-I", "-S", "-m", "compileall", "-q", boot.path]
    quiet = subprocess.DEVNULL
    try:
        return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError as error:
        raise NoInterpreter(f"The interpreter {python} does not run: {error}") from error


def _copy(source: str, target: str) -> None:
    os.mkdir(target, 0o755)
    os.chmod(target, 0o755)
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    _copy(entry.path, f"{target}/{entry.name}")
            elif entry.name.endswith((".py", ".typed")):
                shutil.copyfile(entry.path, f"{target}/{entry.name}")
                os.chmod(f"{target}/{entry.name}", 0o644)
