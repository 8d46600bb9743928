"""The exception that ended a native script, read from its stderr."""

import subprocess

import pytest

from runner.exceptions import exception_from_stderr
from tests.boot.standby import GivenScript, Script, run_natively

ENDS_BY = {
    "ValueError": ("raise ValueError('bad row')", "bad row", 1),
    "KeyError": ("{}['k']", "'k'", 1),
    "AssertionError": ("x = 1\nassert x == 2\n", "", 2),
    "Broken": ("class Broken(Exception): pass\nraise Broken('of ours')\n", "of ours", 2),
    "f.<locals>.Inner": ("def f():\n    class Inner(Exception): pass\n    raise Inner(1)\nf()\n", "1", 3),
    "json.decoder.JSONDecodeError": ("import json\njson.loads('')\n", "Expecting value: line 1 column 1 (char 0)", 2),
    "RuntimeError": ("raise RuntimeError('one\\n\\n  three')\n", "one\n\n  three", 1),
    "OSError": ("try:\n    1/0\nexcept Exception as e:\n    raise OSError('chained') from e\n", "chained", 4),
    "TypeError": ("try:\n    1/0\nexcept Exception:\n    len(3)\n", "object of type 'int' has no len()", 4),
    "ExceptionGroup": ("raise ExceptionGroup('g', [ValueError(1), KeyError(1)])", "g (2 sub-exceptions)", 1),
    "BaseExceptionGroup": (
        "try:\n    1/0\nexcept Exception as e:\n    raise BaseExceptionGroup('b', [e, KeyboardInterrupt()])",
        "b (2 sub-exceptions)",
        4,
    ),
    "RecursionError": ("def f(): f()\nf()\n", "maximum recursion depth exceeded", 1),
    "SyntaxError": ("x = 1\ny = (\n", "'(' was never closed", 2),
    "IndentationError": ("x = 1\n  y = 2\n", "unexpected indent", 2),
    "LookupError": ("import neighbour\nneighbour.fail()\n", "elsewhere", 2),
    "ModuleNotFoundError": ("import no_such\n", "No module named 'no_such'", 1),
    "ZeroDivisionError": ("import os\nos.write(2, b'unfinished'); 1/0\n", "division by zero", 2),
}
FILES = {"neighbour.py": b"\n\n\n\ndef fail():\n    raise LookupError('elsewhere')\n", "broken.py": b"\n\nx = (\n"}
HEADER = b"Traceback (most recent call last):"
ENDS_OTHERWISE = [
    "print('fine')",
    "import sys; sys.exit('Traceback of my own')",
    "import sys; sys.exit(1)",
    "import threading, sys\nt = threading.Thread(target=lambda: 1/0)\nt.start(); t.join()\nsys.exit(1)",
    "class C:\n    def __del__(self): 1/0\nC()\nraise SystemExit(1)",
    "raise SystemExit('SyntaxError: of my own')",
]


def stderr_of(script: Script) -> bytes:
    return run_natively(script).stderr.encode()


@pytest.mark.parametrize("kind", ENDS_BY)
def test_what_python_printed_last_is_understood(given_script: GivenScript, kind: str) -> None:
    source, message, line = ENDS_BY[kind]
    printed = stderr_of(given_script(source, files=FILES))
    found = exception_from_stderr(printed, "script.py")
    assert found is not None
    assert (found["type"], found["message"], found["line"]) == (kind, message, line)
    assert printed.decode().endswith(str(found["traceback"]))


@pytest.mark.parametrize("source", ENDS_OTHERWISE)
def test_other_ends_are_no_exception(given_script: GivenScript, source: str) -> None:
    assert exception_from_stderr(stderr_of(given_script(source)), "script.py") is None


def test_an_exception_before_that_of_a_thread_is_found(given_script: GivenScript) -> None:
    source = "import threading, time\ndef late():\n    time.sleep(0.1)\n    [][1]\n"
    source += "threading.Thread(target=late).start()\n1/0\n"
    found = exception_from_stderr(stderr_of(given_script(source)), "script.py")
    assert found is not None
    assert (found["type"], found["line"]) == ("ZeroDivisionError", 6)


def test_an_error_in_another_file_has_no_line_in_the_entry(given_script: GivenScript) -> None:
    printed = stderr_of(given_script("import broken\n", files=FILES))
    assert (exception_from_stderr(printed, "script.py") or {})["line"] == 1
    assert (exception_from_stderr(printed, "other.py") or {})["line"] is None
    assert (exception_from_stderr(printed, "broken.py") or {})["line"] == 3


def test_a_chain_is_kept_whole(given_script: GivenScript) -> None:
    source = "try:\n    1/0\nexcept Exception as e:\n    raise KeyError('k') from e\n"
    found = exception_from_stderr(b"noise before\n" + stderr_of(given_script(source)), "script.py")
    assert found is not None
    assert str(found["traceback"]).startswith("Traceback")
    assert "ZeroDivisionError" in str(found["traceback"])


def test_colours_are_taken_out() -> None:
    printed = (
        b"Traceback (most recent call last):\n"
        b'  File \x1b[35m"/w/script.py"\x1b[0m, line \x1b[35m7\x1b[0m, in \x1b[35m<module>\x1b[0m\n'
        b"    1/\x1b[1;31m0\x1b[0m\n\x1b[1;35mValueError\x1b[0m: \x1b[35mbad\x1b[0m\n"
    )
    found = exception_from_stderr(printed, "script.py")
    assert found is not None
    assert (found["type"], found["message"], found["line"]) == ("ValueError", "bad", 7)


@pytest.mark.parametrize(
    "tail",
    [b"", b"\n", b"\xff\xfe", HEADER, HEADER + b"\n  File", b"x" * 70000],
)
def test_torn_or_foreign_text_is_no_exception(tail: bytes) -> None:
    assert exception_from_stderr(tail, "script.py") is None


def test_a_tail_that_begins_in_the_middle_is_understood(python: str) -> None:
    code = "import json; json.loads('')"
    printed = subprocess.run([python, "-c", code], capture_output=True, check=False).stderr
    found = exception_from_stderr(b"cut off\n" + printed, "script.py")
    assert found is not None
    assert (found["type"], found["line"]) == ("json.decoder.JSONDecodeError", None)
