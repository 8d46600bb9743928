"""Where a runner's sandboxes live and what they can have here; prepared once, before the first run."""

import os
import shutil
import subprocess
from dataclasses import dataclass

from .boot_folder import begin_compiling, place_boot_folder
from .layout import BootFolder
from .probe import probe_interpreter
from .remove import remove_tree
from .slots import SLOT_UIDS
from .walls import survey
from .walls.plan import this_host


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
            shutil.rmtree(self.boot.path, ignore_errors=True)
        try:
            os.rmdir(self.root)
        except OSError:  # somebody else's files lie there
            return


def prepare_place(root: str, python: str, compiled: BootFolder | None = None, uids: range = SLOT_UIDS) -> Place:
    """Creates the root, empty of what a killed runner left, and probes as one of `uids`. Raises NoInterpreter, OSError.

    `compiled`: a boot folder that every uid can read, compiled for this interpreter; else one is made.
    """
    root = os.path.abspath(root)
    os.makedirs(root, mode=0o711, exist_ok=True)
    os.chmod(root, 0o711)
    for name in os.listdir(root):
        remove_tree(f"{root}/{name}") if os.path.isdir(f"{root}/{name}") else os.unlink(f"{root}/{name}")
    boot = compiled or place_boot_folder(root)
    compiling = None if compiled else begin_compiling(boot, python)
    interpreter = probe_interpreter(python, root, uids.start)
    walls, missing = survey(this_host(interpreter.uid_refusal))
    return Place(root, python, interpreter.version, boot, compiling, walls, missing)
