"""Function style and returned variables, through a waiting interpreter: what is left for the keeper."""

import json
from typing import Any

import pytest

from tests.boot.standby import Ended, GivenScript, Script, run_waiting

SHADOW = {"runlet.py": b"raise SystemExit('shadow')", "runlet_values.py": b"raise SystemExit('shadow')"}


def left(script: Script, name: str) -> Any:
    """What the script left under that name, None when nothing."""
    path = script.io / name
    return json.loads(path.read_text()) if path.exists() else None


def expect_result(script: Script, value: object, **driver: Any) -> Ended:
    ended = run_waiting(script, "function", **driver)
    assert left(script, "result.json") == {"ok": True, "from": "return", "value": value}, ended
    return ended


def test_main_gets_the_input_and_gives_the_result(given_script: GivenScript) -> None:
    script = given_script("def main(a, b=2, *, c): return {'sum': a + b + c}")
    assert expect_result(script, {"sum": 8}, input={"a": 1, "c": 5}).code == 0


def test_positional_only_parameters_get_their_values(given_script: GivenScript) -> None:
    expect_result(given_script("def main(a, b=2, /, c=3): return [a, b, c]"), [1, 2, 4], input={"a": 1, "c": 4})


def test_further_fields_go_to_a_variadic_parameter(given_script: GivenScript) -> None:
    expect_result(given_script("def main(**rest): return rest"), {"x": 1}, input={"x": 1})


def test_the_annotation_of_a_variadic_parameter_counts_for_every_further_field(given_script: GivenScript) -> None:
    script = given_script("import datetime\ndef main(a, *b, c=1, **days: datetime.date): return days['x'].year")
    expect_result(script, 2026, input={"a": "2025-01-01", "x": "2026-01-01"})


def test_an_async_main_is_awaited(given_script: GivenScript) -> None:
    expect_result(given_script("import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    return 1"), 1)


def test_a_decorated_main_is_called_through_its_decorator(given_script: GivenScript) -> None:
    source = """
import functools, datetime
def twice(f):
    @functools.wraps(f)
    def call(**given): return [f(**given)] * 2
    return call
@twice
def main(day: datetime.date): return day.year
"""
    expect_result(given_script(source), [2026, 2026], input={"day": "2026-11-21"})


def test_annotations_as_text_are_understood(given_script: GivenScript) -> None:
    source = "from __future__ import annotations\nimport datetime\n"
    source += "def main(day: datetime.date, x: Unknown): return day.month\n"
    expect_result(given_script(source), 11, input={"day": "2026-11-21", "x": 1})


def test_returning_nothing_leaves_no_result(given_script: GivenScript) -> None:
    script = given_script("def main(): print('said')")
    assert run_waiting(script, "function").stdout == "said\n"
    assert left(script, "result.json") is None


def test_a_called_result_counts_more_than_a_returned_one(given_script: GivenScript) -> None:
    script = given_script("import runlet\ndef main():\n    runlet.result([1])\n    return 2")
    run_waiting(script, "function")
    assert left(script, "result.json") == {"ok": True, "from": "call", "value": [1]}


def test_a_result_that_is_no_json_is_told_with_its_place(given_script: GivenScript) -> None:
    script = given_script("def main(): return {'items': [1, {2}]}")
    assert run_waiting(script, "function").code == 0
    told = left(script, "result.json")
    assert (told["ok"], told["from"]) == (False, "return")
    assert told["problem"].startswith("`result.items[1]` is a set")


@pytest.mark.parametrize(
    ("source", "given", "sentence"),
    [
        ("def main(a, b): pass", {"b": 1}, "main() needs `a`, which the input does not give."),
        ("def main(a): pass", {"a": 1, "x": 2}, "main() has no parameter for `x`: its parameters are `a`."),
        ("def main(): pass", {"x": 2}, "main() has no parameter for `x`: it has no parameters."),
        ("main = 3", {}, "script.py has no function called main: define main(), or run it as a script."),
        ("def main(): pass", [1], "The input should be an object with a field per parameter of main, but is [1]."),
        (
            "import datetime\ndef main(d: datetime.date): pass",
            {"d": "soon"},
            "`d` should be a date such as '2026-11-21', but is 'soon'.",
        ),
    ],
)
def test_an_input_that_does_not_fit_is_told(
    given_script: GivenScript, source: str, given: object, sentence: str
) -> None:
    script = given_script(source)
    ended = run_waiting(script, "function", input=given)
    assert (ended.code, ended.stderr) == (1, f"InputError: {sentence}\n")
    assert left(script, "exception.json")["message"] == sentence


def test_an_uncaught_exception_is_recorded_without_the_driver(given_script: GivenScript) -> None:
    script = given_script("def main(n):\n    return 1 / n\n")
    ended = run_waiting(script, "function", input={"n": 0})
    found = left(script, "exception.json")
    assert (found["type"], found["message"], found["line"]) == ("ZeroDivisionError", "division by zero", 2)
    assert found["traceback"] == ended.stderr
    assert "runlet_driver" not in ended.stderr


def test_an_uncaught_exception_of_an_async_main_starts_at_main(given_script: GivenScript) -> None:
    script = given_script("import json\nasync def main():\n    json.loads('{')\n")
    ended = run_waiting(script, "function")
    found = left(script, "exception.json")
    assert (found["type"], found["line"]) == ("json.decoder.JSONDecodeError", 3)
    assert "asyncio" not in ended.stderr


def test_a_syntax_error_is_recorded_with_its_line(given_script: GivenScript) -> None:
    script = given_script("x = 1\ny = (\n")
    run_waiting(script, "function")
    found = left(script, "exception.json")
    assert (found["type"], found["message"], found["line"]) == ("SyntaxError", "'(' was never closed", 2)


def test_an_exception_that_cannot_tell_its_message_is_recorded(given_script: GivenScript) -> None:
    script = given_script("class E(Exception):\n    def __str__(self): 1/0\ndef main(): raise E('\\ud800')")
    run_waiting(script, "function")
    assert left(script, "exception.json")["message"] == "<exception str() failed>"


def test_globals_are_returned_when_asked_for(given_script: GivenScript) -> None:
    script = given_script("import datetime\ntotal = 3\nday = datetime.date(2026, 1, 2)\n")
    assert run_waiting(script, "variables", return_variables=["total", "day"]).code == 0
    assert left(script, "variables.json") == {"ok": True, "value": {"total": 3, "day": "2026-01-02"}, "problem": None}


def test_globals_that_cannot_be_returned_are_told_and_the_others_kept(given_script: GivenScript) -> None:
    script = given_script("total = 3\nnames = {1}\n")
    run_waiting(script, "variables", return_variables=["total", "names", "other"])
    told = left(script, "variables.json")
    assert (told["ok"], told["value"]) == (False, {"total": 3})
    assert told["problem"].startswith("`names` is a set")
    assert told["problem"].endswith("`other` is not a global of the script at its end.")


@pytest.mark.parametrize("end", ["1/0", "import sys; sys.exit(3)"])
def test_globals_of_a_script_that_ended_early_are_those_it_had(given_script: GivenScript, end: str) -> None:
    script = given_script(f"total = 3\n{end}\nlate = 4\n")
    run_waiting(script, "variables", return_variables=["total", "late"])
    assert left(script, "variables.json") == {"ok": True, "value": {"total": 3}, "problem": None}


def test_main_is_not_called_when_only_variables_are_asked_for(given_script: GivenScript) -> None:
    script = given_script("def main(): print('called')\n")
    assert run_waiting(script, "variables", return_variables=["x"]).stdout == ""


def test_a_forked_child_that_returns_from_main_leaves_the_result_alone(given_script: GivenScript) -> None:
    source = "import os\ndef main():\n    child = os.fork() == 0\n    child or os.wait()\n    return child"
    script = given_script(source)
    expect_result(script, False)


def test_modules_of_the_user_with_our_names_do_no_harm(given_script: GivenScript) -> None:
    expect_result(given_script("def main(): return 1", files=SHADOW), 1)


def test_a_script_that_empties_sys_path_still_gives_its_result(given_script: GivenScript) -> None:
    expect_result(given_script("import sys\nsys.path.clear()\ndef main(): return 1.5"), 1.5)


def test_a_full_disk_does_not_hide_the_exception(given_script: GivenScript) -> None:
    script = given_script("import os, shutil\ndef main():\n    shutil.rmtree(os.environ['RUNLET_IO'])\n    1/0")
    assert run_waiting(script, "function").stderr.endswith("ZeroDivisionError: division by zero\n")
