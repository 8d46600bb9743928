"""A script that waited in the hook cannot be told from one that `python3 script.py` started."""

import re

import pytest

from tests.boot.standby import Ended, GivenScript, Script, run_natively, run_waiting
from tests.differential.programs import PROGRAMS

FILES = {
    "neighbour.py": b"NAME = __name__\ndef fail():\n    raise LookupError('from the neighbour')\n",
    "broken.py": b"x = 1\ny = (\n",
    "package/__init__.py": b"",
    "package/__main__.py": b"import sys\nprint('package main', __name__, sys.argv)\n",
    "package/inner.py": b"print('inner', __name__, __package__)\n",
}
# What an interpreter could have read at its start from the wrong environment; the rest is the same as when warm.
COLD = [name for name in PROGRAMS if name.startswith(("interpreter", "surroundings", "processes"))]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_script_prints_and_ends_as_without_the_hook(given_script: GivenScript, name: str) -> None:
    script: Script = given_script(PROGRAMS[name], files=FILES, args=["a", "b c", "é", "--x=1"], stdin=b"one\ntwo\n")
    assert told(run_waiting(script)) == told(run_natively(script))


@pytest.mark.parametrize("name", COLD)
def test_a_script_started_cold_prints_and_ends_as_without_the_hook(given_script: GivenScript, name: str) -> None:
    script: Script = given_script(PROGRAMS[name], files=FILES, args=["a", "b c"], stdin=b"one\ntwo\n")
    assert told(run_waiting(script, cold=True)) == told(run_natively(script))


def told(ended: Ended) -> tuple[int, str, str]:
    """What a run told; addresses in memory differ between any two runs."""
    return ended.code, without_addresses(ended.stdout), without_addresses(ended.stderr)


def without_addresses(text: str) -> str:
    return re.sub(r"0x[0-9a-f]{6,16}", "0x…", text)
