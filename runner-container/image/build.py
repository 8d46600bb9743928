"""Lays out the files of the image below a folder: the runner with its bytecode, accounts, and the two volumes' folders.

Runs in the first stage of the Dockerfile, which may have no shell: `python3 build.py /image`.
"""

import compileall
import os
import py_compile
import shutil
import sys
from pathlib import Path

SCRIPT_UID = 63024
"""The first of TASK_UIDS in `runner/slots.py`. With an account, `getpass.getuser()` works in a script."""

ACCOUNT = f"script:x:{SCRIPT_UID}:{SCRIPT_UID}:script:/tmp:/usr/sbin/nologin\n"
GROUP = f"script:x:{SCRIPT_UID}:\n"


def lay_out(image: Path) -> None:
    """Everything that the image has beyond its base."""
    package = image / "opt/runlet"
    shutil.copyfile(Path(__file__).with_name("__main__.py"), package / "__main__.py")
    # By content and unchecked: the root is read-only, and copying may change times.
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(package, quiet=1, stripdir=str(image), invalidation_mode=mode):
        raise SystemExit("the runner could not be compiled")
    (image / "etc").mkdir()
    for name, line in (("passwd", ACCOUNT), ("group", GROUP)):
        (image / "etc" / name).write_text(Path("/etc", name).read_text() + line)
    for folder, bits in (("var/runlet", 0o711), ("tmp", 0o1777)):
        (image / folder).mkdir(parents=True)
        (image / folder).chmod(bits)
    for path in [package, *package.rglob("*"), *image.glob("etc/*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    os.umask(0o022)
    lay_out(Path(sys.argv[1]))
