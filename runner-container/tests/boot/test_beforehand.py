"""`trigger` of a script that runs as `__main__`: asked before the script begins, and apart from it."""

import pytest

from tests.boot.question import QUESTION, asked
from tests.boot.standby import GivenScript, run_waiting


def test_a_script_sees_nothing_of_the_question(given_script: GivenScript) -> None:
    source = """
import sys, json, os
print(json.dumps([sorted(sys.modules), sys.path, sorted(sys.path_importer_cache), sorted(globals()), sys.argv,
                  sorted(os.listdir(os.environ["RUNLET_IO"])), sys.stdin.read()]))
def trigger():
    import decimal, runlet
    runlet.state["asked"] = runlet.result(1) is None
    return sys.stdin.read() == "" and decimal
"""
    plain = run_waiting(given_script(source, stdin=b"[1]"))
    after = run_waiting(given_script(source, stdin=b"[1]", question=QUESTION))
    assert (after.stdout, after.stderr) == (plain.stdout, "")


def test_what_it_prints_is_not_the_output_of_the_script(given_script: GivenScript) -> None:
    trigger = "import atexit\ndef trigger():\n    print('asked')\n    atexit.register(print, 'left')\n    return True"
    ended, _ = asked(given_script, trigger)
    assert (ended.stdout, ended.stderr) == ("ran\n", "asked\nleft\n")


def test_its_threads_are_waited_for(given_script: GivenScript) -> None:
    wait = "threading.Thread(target=lambda: (time.sleep(0.1), print('late'))).start()"
    ended, _ = asked(given_script, f"import threading, time\ndef trigger():\n    {wait}\n    return True")
    assert (ended.stdout, ended.stderr) == ("ran\n", "late\n")


@pytest.mark.parametrize("close", ["sys.stdout.close()", "os.close(1)", "os.close(2)", "sys.stderr.close()"])
def test_what_it_closes_is_its_own(given_script: GivenScript, close: str) -> None:
    ended, _ = asked(given_script, f"import os, sys\ndef trigger():\n    {close}\n    return True")
    assert (ended.code, ended.stdout) == (0, "ran\n")


def test_only_what_it_uses_is_made(given_script: GivenScript) -> None:
    trigger = """
from __future__ import annotations
import os, unknown_module
from dataclasses import dataclass
try:
    import tomllib
except ImportError:
    tomllib = None
if os.sep == "/":
    import json as reader
else:
    reader = None
app = unknown_module.Application()
LIMIT: int = 60 * 60
WORDS = {"a": [f"{LIMIT}", os.sep]}
print("not yet")

@app.command
def other(): ...

@dataclass
class Seen:
    count: int = LIMIT

def counted() -> Seen:
    return Seen()

def trigger() -> Later:
    return counted().count == 3600 and WORDS == {"a": ["3600", "/"]} and tomllib and reader.loads("1")
"""
    ended, _ = asked(given_script, trigger)
    assert "No module named 'unknown_module'" in ended.stderr, "the script itself begins, and needs it"
    assert "trigger" not in ended.stderr


def test_a_name_that_only_the_script_sets_is_told_with_its_line(given_script: GivenScript) -> None:
    trigger = "import pathlib\nroot = pathlib.Path('.')\ndef trigger():\n    return root.exists()"
    ended, _ = asked(given_script, trigger)
    assert ended.code == 1
    assert "line 2, which sets root, has not run. Set it inside of trigger(), or make it a constant." in ended.stderr


def test_a_function_style_trigger_sees_all_of_the_module(given_script: GivenScript) -> None:
    trigger = "import pathlib\nroot = pathlib.Path('.')\ndef trigger():\n    return root.exists()"
    assert asked(given_script, trigger, "function")[0].stdout == "ran\n"


def test_a_file_that_does_not_compile_is_told_as_ever(given_script: GivenScript) -> None:
    ended, _ = asked(given_script, "def trigger(:")
    assert ended.code == 1
    assert "SyntaxError" in ended.stderr


def test_a_script_started_afresh_is_asked_too(given_script: GivenScript) -> None:
    source = "import os, sys\ndef trigger():\n    os.mkdir('asked')\n    return sys.argv[1:] == ['a']\nprint('ran')"
    script = given_script(source, entry="pkg/run.py", args=["a"], question=QUESTION)
    assert run_waiting(script, cold=True).stdout == "ran\n"


def test_a_neighbour_can_be_imported(given_script: GivenScript) -> None:
    source = "import lib\ndef trigger(): return lib.ready\nprint('ran')"
    script = given_script(source, files={"lib.py": b"ready = True"}, question=QUESTION)
    assert run_waiting(script).stdout == "ran\n"
