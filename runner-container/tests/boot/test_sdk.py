"""The `runlet` module, as scripts use it in a run and outside of one."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.boot.standby import BOOT, GivenScript, Script, run_waiting

STATE = """
import runlet
runlet.state['n'] = runlet.state.get('n', 0) + 1
runlet.state.setdefault('seen', []).append('a')
"""
FORKS = """
import os, runlet
runlet.state['a'] = 1
if os.fork() == 0:
    runlet.state['b'] = 2
    raise SystemExit
os.wait()
del runlet.state['a']
runlet.state['c'] = 3
"""
LOADS = """
import sys
native = set(sys.modules)
import runlet
runlet.result({'a': [1]})
runlet.progress(1)
print([name for name in ('json', 're', 'typing', 'pathlib') if name in sys.modules and name not in native])
"""


def run_outside(python: str, folder: Path, source: str) -> "subprocess.CompletedProcess[str]":
    """Runs a script by plain python3, as its author would."""
    (folder / "script.py").write_text(source)
    command = [python, "script.py"]
    env = {"PYTHONPATH": str(BOOT / "sdk"), "LANG": "C.UTF-8"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=20)


def expect_refused(script: Script, kind: str, sentence: str) -> None:
    last = run_waiting(script).stderr.splitlines()[-1]
    assert last.startswith(f"{kind}: {sentence}"), last


def test_a_result_is_left_for_the_keeper(given_script: GivenScript) -> None:
    source = "import runlet, datetime\nrunlet.result(1)\nrunlet.result({'d': datetime.date(2026, 1, 2), 'ß': 1.0})"
    script = given_script(source)
    assert run_waiting(script).code == 0
    told = json.loads((script.io / "result.json").read_text())
    assert told == {"ok": True, "from": "call", "value": {"d": "2026-01-02", "ß": 1.0}}


def test_a_result_that_is_no_json_fails_where_it_is_given(given_script: GivenScript) -> None:
    script = given_script("import runlet\nrunlet.result({'a': {1}})")
    expect_refused(script, "TypeError", "`result.a` is a set, which JSON does not have")
    assert not (script.io / "result.json").exists()


def test_progress_is_appended_line_by_line(given_script: GivenScript) -> None:
    source = "import runlet\nrunlet.progress(0.5, 'half')\nrunlet.progress(message='x' * 2000)\nrunlet.progress(1)\n"
    script = given_script(source)
    run_waiting(script)
    lines = [json.loads(line) for line in (script.io / "progress.jsonl").read_text().splitlines()]
    assert [line["fraction"] for line in lines] == [0.5, None, 1]
    assert [len(line["message"] or "") for line in lines] == [4, 1000, 0]
    assert all(line["at"] > 1_700_000_000_000 for line in lines)


@pytest.mark.parametrize(
    ("call", "kind", "sentence"),
    [
        ("progress(50)", "ValueError", "The fraction of progress() should be from 0 to 1, but is 50"),
        ("progress(float('nan'))", "ValueError", "The fraction of progress() should be from 0 to 1, but is nan"),
        ("progress('half')", "TypeError", "The fraction of progress() should be a number from 0 to 1, but is 'half'."),
        ("progress(0.5, 3)", "TypeError", "The message of progress() should be text, but is 3."),
        ("artifact('../x', 'a')", "ValueError", "The name of artifact() should be like 'chart.svg'"),
        ("artifact('/etc/x', 'a')", "ValueError", "The name of artifact() should be like 'chart.svg'"),
        ("artifact('', 'a')", "ValueError", "The name of artifact() should be like 'chart.svg'"),
        ("artifact('folder/', 'a')", "ValueError", "The name of artifact() should be like 'chart.svg'"),
        ("artifact(3, 'a')", "TypeError", "The name of artifact() should be text such as 'chart.svg', but is 3."),
        ("artifact('x', {})", "TypeError", "The data of artifact() should be text or bytes, but is a dict"),
        ("artifact('x', 'a', path='y')", "ValueError", "artifact() takes data or path, not both"),
        ("artifact('x', path='no-such')", "FileNotFoundError", "[Errno 2]"),
        ("state.__setitem__(1, 2)", "TypeError", "A name in runlet.state should be text, but is 1."),
        ("state.update(a={1})", "TypeError", "`state['a']` is a set, which JSON does not have"),
        ("results(1)", "AttributeError", "runlet has no 'results'; it has State, artifact, input, progress,"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(given_script: GivenScript, call: str, kind: str, sentence: str) -> None:
    expect_refused(given_script(f"import runlet\nrunlet.{call}"), kind, sentence)


def test_artifacts_lie_in_the_output_folder(given_script: GivenScript) -> None:
    source = """
import runlet
open('made.bin', 'wb').write(b'made')
print(runlet.artifact('a.txt', 'größe'), runlet.artifact('deep/er/b.bin', b'bytes'))
runlet.artifact('copy.bin', path='made.bin')
runlet.artifact('own.txt').write_text('own')
"""
    script = given_script(source)
    out = script.folder / "out"
    assert run_waiting(script).stdout == f"{out}/a.txt {out}/deep/er/b.bin\n"
    found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert found == {"a.txt": "größe".encode(), "deep/er/b.bin": b"bytes", "copy.bin": b"made", "own.txt": b"own"}


def test_state_is_read_and_left_for_the_keeper(given_script: GivenScript) -> None:
    script = given_script(STATE, io_files={"state.json": '{"n": 4}'})
    run_waiting(script)
    assert json.loads((script.io / "state.out.json").read_text()) == {"n": 5, "seen": ["a"]}


def test_state_that_nobody_changed_is_not_written(given_script: GivenScript) -> None:
    source = "import runlet\nprint(dict(runlet.state), len(runlet.state), runlet.state)"
    script = given_script(source, io_files={"state.json": '{"n": 4}'})
    assert run_waiting(script).stdout == "{'n': 4} 1 runlet.state({'n': 4})\n"
    assert not (script.io / "state.out.json").exists()


def test_state_of_a_forked_child_is_its_own(given_script: GivenScript) -> None:
    script = given_script(FORKS)
    run_waiting(script)
    assert json.loads((script.io / "state.out.json").read_text()) == {"c": 3}


def test_state_that_became_unfit_is_told_at_the_end(given_script: GivenScript) -> None:
    script = given_script("import runlet\nrunlet.state['a'] = []\nrunlet.state['a'].append({1})\n")
    ended = run_waiting(script)
    assert ended.code == 0
    assert ended.stderr.startswith("[runlet] the state could not be saved: `state.a[0]` is a set")


def test_the_input_is_read_from_the_environment_or_its_file(given_script: GivenScript) -> None:
    source = "import runlet\nprint(runlet.input, runlet.input is runlet.input)"
    assert run_waiting(given_script(source, env={"RUNLET_INPUT": '{"a": 1}'})).stdout == "{'a': 1} True\n"
    script = given_script(source, io_files={"input.json": '{"b": "ß"}'})
    script.env["RUNLET_INPUT_FILE"] = str(script.io / "input.json")
    assert run_waiting(script).stdout == "{'b': 'ß'} True\n"
    assert run_waiting(given_script(source)).stdout == "None True\n"


def test_everything_works_outside_runlet(python: str, tmp_path: Path) -> None:
    (tmp_path / "input.json").write_text('{"a": 1}')
    source = STATE + "runlet.result(runlet.input)\nrunlet.progress(0.5, 'half')\nprint(runlet.artifact('a.txt', 'x'))"
    ended = run_outside(python, tmp_path, source)
    assert ended.stdout == "runlet-output/a.txt\n"
    assert ended.stderr == '[runlet] result: {"a":1}\n[runlet] progress: 50% half\n'
    assert json.loads((tmp_path / "runlet-state.json").read_text()) == {"n": 1, "seen": ["a"]}


def test_state_is_remembered_outside_runlet(python: str, tmp_path: Path) -> None:
    run_outside(python, tmp_path, STATE)
    assert run_outside(python, tmp_path, "import runlet; print(runlet.state['n'])").stdout == "1\n"


def test_the_module_loads_nothing_heavy(given_script: GivenScript) -> None:
    assert run_waiting(given_script(LOADS)).stdout == "[]\n"
