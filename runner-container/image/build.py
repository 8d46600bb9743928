"""Lays out the files of the image below a folder: the runner, bytecode, accounts, and the two volumes' folders.

Runs in the first stage of the Dockerfile, which may have no shell: `python3 build.py /image`.
"""

import compileall
import importlib.util
import os
import py_compile
import shutil
import sys
import sysconfig
from pathlib import Path

SCRIPT_UID = 63024
"""The first of TASK_UIDS in `runner/slots.py`. With an account, `getpass.getuser()` works in a script."""

ACCOUNT = f"script:x:{SCRIPT_UID}:{SCRIPT_UID}:script:/tmp:/usr/sbin/nologin\n"
GROUP = f"script:x:{SCRIPT_UID}:\n"

# By content and unchecked: the root is read-only, and copying may change times.
MODE = py_compile.PycInvalidationMode.UNCHECKED_HASH
NOT_FOR_SCRIPTS = {"site-packages", "dist-packages", "test", "tests", "idlelib", "ensurepip", "turtledemo", "lib2to3"}


def lay_out(image: Path) -> None:
    """Everything that the image has beyond its base."""
    package = image / "opt/runlet"
    shutil.copyfile(Path(__file__).with_name("__main__.py"), package / "__main__.py")
    if not compileall.compile_dir(package, quiet=1, stripdir=str(image), invalidation_mode=MODE):
        raise SystemExit("the runner could not be compiled")
    compile_library(image)
    (image / "etc").mkdir()
    for name, line in (("passwd", ACCOUNT), ("group", GROUP)):
        (image / "etc" / name).write_text(Path("/etc", name).read_text() + line)
    for folder, bits in (("var/runlet", 0o711), ("tmp", 0o1777)):
        (image / folder).mkdir(parents=True)
        (image / folder).chmod(bits)
    for path in [package, *package.rglob("*"), *image.glob("etc/*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def compile_library(image: Path) -> None:
    """Python's own library. The public images come without its bytecode, and a read-only root never gets any.

    docker-library/python, Dockerfile: `find /usr/local … -name '*.pyc' … -exec rm`.
    """
    library = Path(sysconfig.get_path("stdlib"))
    for source in library.rglob("*.py"):
        if NOT_FOR_SCRIPTS.isdisjoint(source.relative_to(library).parts):
            target = f"{image}{importlib.util.cache_from_source(str(source))}"
            py_compile.compile(str(source), target, str(source), doraise=True, invalidation_mode=MODE)


if __name__ == "__main__":
    os.umask(0o022)
    lay_out(Path(sys.argv[1]))
