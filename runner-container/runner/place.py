"""Where a runner's sandboxes live and what they can have here; prepared once, before the first run."""

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .layout import BootFolder
from .probe import probe_interpreter, this_interpreter
from .remove import remove_tree
from .slots import SLOT_UIDS
from .walls import survey
from .walls.plan import this_host

if TYPE_CHECKING:
    import subprocess


@dataclass(frozen=True, slots=True)
class Place:
    """The sandboxes' folder, their interpreter and the walls that this machine offers."""

    root: str
    python: str
    version: str
    boot: BootFolder
    compiling: "subprocess.Popen[bytes] | None"
    """Of the boot folder; nobody waits for it. None when it came compiled, and is not ours to remove."""
    walls: list[str]
    missing: list[dict[str, str]]

    @property
    def has_uids(self) -> bool:
        """Whether every sandbox gets a uid of its own."""
        return "uid" in self.walls

    def remove(self) -> None:
        """Removes everything of ours below the root, and the root when nothing else is in it."""
        if self.compiling is not None:
            self.compiling.kill()
            self.compiling.wait()
            with suppress(OSError):
                remove_tree(self.boot.path)
        try:
            os.rmdir(self.root)
        except OSError:  # somebody else's files lie there
            return


def prepare_place(root: str, python: str, compiled: BootFolder | None = None, uids: range = SLOT_UIDS) -> Place:
    """Creates the root, empty of what a killed runner left, and probes as one of `uids`. Raises NoInterpreter, OSError.

    `compiled`: a boot folder that every uid can read, compiled for `python`, which then is the one that runs us and can
    be run by every uid: whoever compiled it saw to that. Else a folder is made, and the interpreter is tried.
    """
    root = os.path.abspath(root)
    os.makedirs(root, mode=0o711, exist_ok=True)
    os.chmod(root, 0o711)
    for name in os.listdir(root):
        remove_tree(f"{root}/{name}") if os.path.isdir(f"{root}/{name}") else os.unlink(f"{root}/{name}")
    if compiled is not None:
        boot, compiling, interpreter = compiled, None, this_interpreter(python)
    else:
        from .boot_folder import begin_compiling, place_boot_folder

        boot = place_boot_folder(root)
        compiling = begin_compiling(boot, python)
        interpreter = probe_interpreter(python, root, uids.start)
    walls, missing = survey(this_host(interpreter.uid_refusal))
    return Place(root, python, interpreter.version, boot, compiling, walls, missing)
