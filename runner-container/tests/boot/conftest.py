"""The interpreters of this machine, one per version of Python that Runlet supports."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.boot.standby import BOOT, GivenScript, Script

# The hook finds these for a script; tests of single functions import them directly.
sys.path += [str(BOOT / "sdk"), str(BOOT / "driver")]

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


@cache
def interpreters() -> list[str]:
    """One interpreter per supported version found on PATH, the one that runs the tests among them."""
    found = {f"{sys.version_info.major}.{sys.version_info.minor}": sys.executable}
    for version in SUPPORTED:
        for folder in os.get_exec_path():
            path = Path(folder) / f"python{version}"
            if version not in found and path.exists() and _answers(path, version):
                found[version] = str(path)
    return list(found.values())


def _answers(path: Path, version: str) -> bool:
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    asked = subprocess.run([path, "-I", "-c", question], capture_output=True, text=True, check=False)
    return asked.returncode == 0 and asked.stdout.strip() == version


@pytest.fixture(params=interpreters())
def python(request: pytest.FixtureRequest) -> str:
    """The path of an interpreter; a test that takes it runs once for each."""
    path: str = request.param
    return path


@pytest.fixture
def given_script(python: str, tmp_path: Path) -> GivenScript:
    """Scripts for the interpreter at hand, measured."""
    return script_giver(python, tmp_path, measured=True)


def script_giver(python: str, tmp_path: Path, measured: bool) -> GivenScript:
    """given_script, for tests whose scripts may be measured and for those whose may not."""

    def give(source: str | bytes, files: dict[str, bytes] | None = None, **more: Any) -> Script:
        content = source if isinstance(source, bytes) else source.encode()
        entry = more.get("entry", "script.py")
        return Script(python, tmp_path / "sandbox", {entry: content, **(files or {})}, measured=measured, **more)

    return give
