"""What a run's result is: called, returned, or printed; and why it is not kept when it cannot be."""

import json
from typing import Any

import pytest
from runner_process import RunnerProcess

from runner.pump import Head

FUNCTION = {"style": "function"}
CONTRACT = {"outputContract": "json"}

SETTLED: dict[str, tuple[str, dict[str, Any], str, str | None]] = {
    "a printed object": ("print('{\"a\": [1]}')", {}, "present", "stdout"),
    "a printed object of a script that failed": ("print('[1]'); raise SystemExit(1)", {}, "present", "stdout"),
    "printed text": ("print('hello')", {}, "none", None),
    "text after an object": ("print('{}'); print('more')", {}, "none", None),
    "a printed number": ("print(4)", {}, "none", None),
    "a printed number where JSON was promised": ("print(4)", CONTRACT, "present", "stdout"),
    "text where JSON was promised": ("print('hello')", CONTRACT, "invalid", "stdout"),
    "nothing where JSON was promised": ("", CONTRACT, "invalid", "stdout"),
    "NaN": ("print('[NaN]')", CONTRACT, "invalid", "stdout"),
    "a number beyond JSON": ("print('[1e999]')", CONTRACT, "invalid", "stdout"),
    "half a character": ("print('[\"' + chr(92) + 'ud800\"]')", CONTRACT, "invalid", "stdout"),
    "a number of 5000 digits": ("print('1' * 5000)", CONTRACT, "invalid", "stdout"),
    "bytes that are no text": ("import os; os.write(1, b'\"' + bytes([255]) + b'\"')", CONTRACT, "invalid", "stdout"),
    "a printed document over the limit": ("print('[' + '1,' * 5000 + '1]')", CONTRACT, "too-large", "stdout"),
    "a returned object": ("def main(): return {'a': 1}", FUNCTION, "present", "return"),
    "a returned None": ("def main(): return None", FUNCTION, "none", None),
    "a returned set": ("def main(): return {1}", FUNCTION, "invalid", "return"),
    "a returned NaN": ("def main(): return float('nan')", FUNCTION, "invalid", "return"),
    "a returned object over the limit": ("def main(): return 'x' * 20000", FUNCTION, "too-large", "return"),
    "a returned object barely over the limit": ("def main(): return 'x' * 8192", FUNCTION, "too-large", "return"),
    "a called result": ("import runlet; runlet.result([1]); print('text')", {}, "present", "call"),
    "a called result before a returned one": (
        "import runlet\ndef main():\n    runlet.result([1])\n    return [2]", FUNCTION, "present", "call",
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", SETTLED)
def test_the_result_is_settled_for(runner: RunnerProcess, title: str) -> None:
    code, changes, state, origin = SETTLED[title]
    ended = runner.run(code, {"resultBytes": 8192}, **changes)
    result = ended.facts["result"]
    assert (result["state"], result["from"]) == (state, origin)
    assert (ended.report["result"] is not None) == (state == "present")
    assert (result["detail"] is not None) == (state in ("invalid", "too-large"))
    assert ("result-limit" in ended.facts["limitsHit"]) == (state == "too-large")


def test_a_bottomless_document_is_no_result(runner: RunnerProcess) -> None:
    ended = runner.run("print('[' * 100000 + ']' * 100000)", outputContract="json")
    assert ended.facts["result"]["detail"].startswith("What was printed is nested too deeply")


def test_a_small_result_is_inline_and_a_large_one_a_file(runner: RunnerProcess) -> None:
    assert runner.run("print('{\"a\": 1}')").report["result"] == {"kind": "inline", "value": {"a": 1}}
    large = runner.run("def main(): return ['x' * 40000]", style="function")
    assert large.report["result"]["kind"] == "file"
    assert json.loads((large.store / "result.json").read_bytes()) == ["x" * 40000]


def test_variables_are_kept_and_what_cannot_be_is_named(runner: RunnerProcess) -> None:
    ended = runner.run("total = 12\nodd = {1}", returnVariables=["total", "odd"])
    assert ended.report["variables"] == {"total": 12}
    assert "odd" in ended.facts["message"]


def test_state_goes_in_and_comes_out(runner: RunnerProcess) -> None:
    ended = runner.run("import runlet; runlet.state['n'] = runlet.state['n'] + 1", state={"n": 41})
    assert ended.report["state"] == {"n": 42}
    assert runner.run("print(1)", state={"n": 41}).report["state"] is None


@pytest.mark.parametrize("content", ["'x' * 2_000_000", "'[NaN]'"])
def test_state_that_cannot_be_kept_is_said_so(runner: RunnerProcess, content: str) -> None:
    ended = runner.run(f"import os; open(os.environ['RUNLET_IO'] + '/state.out.json', 'w').write({content})")
    assert ended.report["state"] is None
    assert "was not kept" in ended.facts["message"]


@pytest.mark.parametrize("content", ["[1]", "{}", '{"ok": true}', "nonsense", '{"ok": true, "value": NaN}'])
def test_a_result_file_that_a_script_forged_badly_is_invalid(runner: RunnerProcess, content: str) -> None:
    ended = runner.run(f"import os; open(os.environ['RUNLET_IO'] + '/result.json', 'w').write({content!r})")
    assert ended.facts["result"]["state"] == "invalid"


@pytest.mark.parametrize("name", ["exception.json", "variables.json"])
def test_other_files_that_a_script_forged_are_ignored(runner: RunnerProcess, name: str) -> None:
    code = f"import os, atexit\natexit.register(lambda: (open(os.environ['RUNLET_IO'] + '/{name}', 'w').write('[')))"
    ended = runner.run(code, returnVariables=["nothing"])
    assert ended.facts["exitCode"] == 0


def test_an_exception_under_the_driver_is_told(runner: RunnerProcess) -> None:
    exception = runner.run("def main():\n    raise KeyError('x')", style="function").facts["exception"]
    assert (exception["type"], exception["line"]) == ("KeyError", 2)
    assert "runlet_driver" not in exception["traceback"]


def test_progress_is_told_and_nonsense_is_not(runner: RunnerProcess) -> None:
    code = (
        "import os, runlet, time\nrunlet.progress(0.5, 'half'); time.sleep(0.3)\n"
        "io = open(os.environ['RUNLET_IO'] + '/progress.jsonl', 'a')\n"
        "io.write('nonsense\\n'); io.flush(); time.sleep(0.3)\nio.write('{\"fraction\": 7, \"message\": 3}\\n')"
    )
    told = [event for event in runner.run(code).events if event["event"] == "progress"]
    assert [(event["fraction"], event["message"]) for event in told] == [(0.5, "half"), (None, None)]


def test_the_head_of_stdout_is_given_up_once_it_cannot_be_a_result() -> None:
    text, blank, long = (Head(10, any_document=False) for _ in range(3))
    text.take(b"hello")
    blank.take(b"  \n")
    blank.take(b" {}")
    long.take(b"[" * 11)
    assert (text.hopeless, blank.parts, long.overflow, long.parts) == (True, [b"{}"], True, [])
