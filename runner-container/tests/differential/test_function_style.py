"""A script whose `main` the driver calls behaves as one that calls its `main` in its last line."""

import re

import pytest

from tests.boot.standby import Ended, GivenScript, Script, run_natively, run_waiting
from tests.differential.main_programs import PROGRAMS
from tests.differential.test_native_style import FILES, without_addresses

# The frame that only the last line of the native form has.
CALLER = re.compile(r'[ |]*  File "[^"]*/script.py", line \d+, in <module>\n[ |]*    main\(\)\n(?:[ |]*    [~^]+\n)?')
CALL = "\nif __name__ == '__main__':\n    main()\n"


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_driven_script_prints_and_ends_as_one_that_calls_main(given_script: GivenScript, name: str) -> None:
    plain: Script = given_script(PROGRAMS[name], files=FILES, args=["a"], stdin=b"one\n")
    calling: Script = given_script(PROGRAMS[name] + CALL, files=FILES, args=["a"], stdin=b"one\n")
    assert told(run_waiting(plain, "function")) == told(run_natively(calling))


@pytest.mark.parametrize("name", ["argv", "path", "exception", "pool by spawn", "environment", "sys.exit(3)"])
def test_a_driven_script_started_cold_does_so_too(given_script: GivenScript, name: str) -> None:
    env = {"PYTHONHASHSEED": "7", "LANG": "C"}
    plain: Script = given_script(PROGRAMS[name], files=FILES, env=env)
    calling: Script = given_script(PROGRAMS[name] + CALL, files=FILES, env=env)
    assert told(run_waiting(plain, "function", cold=True)) == told(run_natively(calling))


@pytest.mark.parametrize("name", ["argv", "path", "exception", "exception in a neighbour", "syntax error"])
def test_a_driven_entry_in_a_folder_does_so_too(given_script: GivenScript, name: str) -> None:
    files = {"package/neighbour.py": FILES["neighbour.py"]}
    plain: Script = given_script(PROGRAMS[name], entry="package/script.py", files=files)
    calling: Script = given_script(PROGRAMS[name] + CALL, entry="package/script.py", files=files)
    assert told(run_waiting(plain, "function")) == told(run_natively(calling))


def told(ended: Ended) -> tuple[int, str, str]:
    """What a run told, without the frame that calls main."""
    return ended.code, without_addresses(ended.stdout), CALLER.sub("", ended.stderr)
