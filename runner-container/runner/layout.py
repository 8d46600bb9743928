"""The folders of one sandbox, all below `<root>/<sandbox id>/`; nothing else knows their names.

    work/   the user's files, in every style; the cwd in which the interpreter was started: CPython was told to run
            `script.py` here before any job was known, the hook arranges for any other entry
    out/    $RUNLET_OUTPUT: whatever lies here at the end is kept as an artifact
    tmp/    $TMPDIR         home/   $HOME
    io/     $RUNLET_IO: input.json, state.json in; result.json, variables.json, exception.json, progress.jsonl,
            state.out.json, declined out

Nothing of ours lies in `work/`, so a native script sees what `python3 script.py` shows it there.
Below `<root>/boot/` lies what the interpreter reads of ours: `hook/sitecustomize.py`, `driver/`, `sdk/`.
"""

import os
from dataclasses import dataclass

START_FILE = "script.py"
"""The name that every sandbox's interpreter is told to run, fixed before its job is known."""

FOLDERS = ("work", "out", "tmp", "home", "io")
"""What a sandbox consists of; all of them belong to the sandbox's uid, mode 0700."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Absolute paths of one sandbox's folders."""

    base: str

    @property
    def work(self) -> str:
        """The user's files, and the cwd."""
        return f"{self.base}/work"

    @property
    def out(self) -> str:
        """$RUNLET_OUTPUT."""
        return f"{self.base}/out"

    @property
    def tmp(self) -> str:
        """$TMPDIR."""
        return f"{self.base}/tmp"

    @property
    def home(self) -> str:
        """$HOME."""
        return f"{self.base}/home"

    @property
    def io(self) -> str:
        """$RUNLET_IO: what the `runlet` module, the driver and the keeper exchange."""
        return f"{self.base}/io"


@dataclass(frozen=True, slots=True)
class BootFolder:
    """Where the interpreter's side of ours lies, readable by every sandbox."""

    path: str

    @property
    def hook(self) -> str:
        """PYTHONPATH of a starting interpreter: `sitecustomize.py` alone."""
        return f"{self.path}/hook"

    @property
    def sdk(self) -> str:
        """Holds the `runlet` package; the last entry of a script's sys.path."""
        return f"{self.path}/sdk"


def lay_folders(base: str) -> None:
    """Creates the folders of a sandbox, closed until somebody owns it. Raises OSError when `base` exists already."""
    os.mkdir(base, 0o700)
    for name in FOLDERS:
        os.mkdir(f"{base}/{name}", 0o700)


def give_folders(base: str, owner: int | None) -> Layout:
    """Gives the folders, laid now if they were not, to a uid (and gid); None keeps them ours. Raises OSError."""
    if not os.path.isdir(base):
        lay_folders(base)
    if owner is not None:
        for name in FOLDERS:
            os.chown(f"{base}/{name}", owner, owner)
    os.chmod(base, 0o711)
    return Layout(base)
