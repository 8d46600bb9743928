"""The same interpreters and scripts as the tests of the hook; coverage would show in what is compared here."""

from pathlib import Path

import pytest

from tests.boot.conftest import python, script_giver
from tests.boot.standby import GivenScript

__all__ = ["given_script", "python"]


@pytest.fixture
def given_script(python: str, tmp_path: Path) -> GivenScript:
    """Scripts for the interpreter at hand."""
    return script_giver(python, tmp_path, measured=False)
