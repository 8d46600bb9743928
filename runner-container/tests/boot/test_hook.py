"""The waiting hook: what it hands over, what it keeps to itself, what it says when it cannot go on."""

import json
import marshal
import subprocess

import pytest

from tests.boot.standby import BOOT, GivenScript, Script, boot_message, run_waiting

SHOW_PATH = """
import sys, os, json
print(json.dumps([sys.path, os.environ.get('PYTHONPATH'), os.environ.get('RUNLET_BOOT')]))
"""


def test_the_module_for_scripts_is_found_last(given_script: GivenScript) -> None:
    path, _, _ = json.loads(run_waiting(given_script(SHOW_PATH)).stdout)
    assert path[-1] == str(BOOT / "sdk")
    assert str(BOOT / "hook") not in path


def test_output_is_line_buffered_when_asked_for(given_script: GivenScript) -> None:
    source = "import os; print('one'); print('two', end=''); os._exit(0)"
    assert run_waiting(given_script(source, line_buffered=True)).stdout == "one\n"
    assert run_waiting(given_script(source, line_buffered=False)).stdout == ""


def test_a_time_zone_of_the_job_counts(given_script: GivenScript) -> None:
    script = given_script("import time; print(time.tzname, time.localtime(0).tm_hour)", env={"TZ": "XST-5"})
    assert run_waiting(script).stdout == "('XST', 'XST') 5\n"


@pytest.mark.parametrize("value", ["{work}/lib", "{work}/lib:{work}/more", ""])
def test_a_python_path_of_the_job_survives_a_cold_start(given_script: GivenScript, value: str) -> None:
    script: Script = given_script(SHOW_PATH)
    script.env["PYTHONPATH"] = value.format(work=script.work)
    path, seen, boot = json.loads(run_waiting(script, cold=True).stdout)
    assert (seen, boot) == (script.env["PYTHONPATH"], None)
    assert path[1 : 1 + len(list(filter(None, seen.split(":"))))] == list(filter(None, seen.split(":")))


def test_what_an_interpreter_reads_at_its_start_counts_after_a_cold_start(given_script: GivenScript) -> None:
    env = {"PYTHONHASHSEED": "0", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "latin-1", "PYTHONOPTIMIZE": "1"}
    script = given_script("import sys; print(sys.flags.hash_randomization, sys.stdout.encoding, __debug__)", env=env)
    assert run_waiting(script, cold=True).stdout == "0 iso8859-1 False\n"


def test_an_own_sitecustomize_of_the_job_is_run_after_a_cold_start(given_script: GivenScript) -> None:
    script: Script = given_script("print('script')", files={"lib/sitecustomize.py": b"print('own')"})
    script.env["PYTHONPATH"] = str(script.work / "lib")
    assert run_waiting(script, cold=True).stdout == "own\nscript\n"


def test_a_cold_entry_in_a_folder_has_its_own_name_and_path(given_script: GivenScript) -> None:
    source = "import sys, neighbour; print(sys.argv, __file__, sys.path[0])"
    script = given_script(source, entry="pkg/run.py", files={"pkg/neighbour.py": b""}, args=["a"])
    folder = script.work / "pkg"
    assert run_waiting(script, cold=True).stdout == f"['pkg/run.py', 'a'] {folder}/run.py {folder}\n"


def test_children_hear_nothing_of_the_boot(given_script: GivenScript) -> None:
    child = "import sys, os; print([k for k in os.environ if 'BOOT' in k or 'PYTHON' in k], 'boot' in str(sys.path))"
    source = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert run_waiting(given_script(source)).stdout == "[] False\n"


def test_a_job_that_cannot_be_arranged_is_told_and_nothing_is_run(given_script: GivenScript) -> None:
    ended = run_waiting(given_script("print('never')", env={"NAME": "null\0byte"}))
    assert (ended.code, ended.stdout) == (125, "")
    assert ended.stderr == "[runlet: the sandbox could not be started: ValueError: embedded null byte]\n"


def test_a_keeper_that_went_away_ends_the_interpreter(python: str) -> None:
    env = {"PYTHONPATH": str(BOOT / "hook"), "RUNLET_BOOT": "0"}
    command = [python, "-c", "print(1)"]
    ended = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (125, b"")


def test_an_interpreter_without_a_boot_descriptor_goes_on(python: str) -> None:
    env = {"PYTHONPATH": str(BOOT / "hook")}
    ended = subprocess.run([python, "-c", "print(1)"], env=env, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"1\n", b"")


def test_a_large_job_is_read_whole(given_script: GivenScript) -> None:
    script = given_script("import os; print(len(os.environ['BIG']))", env={"BIG": "x" * 3_000_000})
    assert len(marshal.dumps(boot_message(script, "script", False, {}))) > 3_000_000
    assert run_waiting(script).stdout == "3000000\n"


def test_a_job_larger_than_a_pipe_is_passed_on_to_a_cold_start(given_script: GivenScript) -> None:
    script = given_script("import sys; print(sum(map(len, sys.argv[1:])))", args=["x" * 100_000] * 3)
    assert run_waiting(script, cold=True).stdout == "300000\n"
