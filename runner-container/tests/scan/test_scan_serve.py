"""The resident process: a line in, a line out, whatever the lines hold."""

import base64
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runner.scan import serve as serving
from runner.scan.serve import answer_line, serve

HERE = Path(__file__).resolve().parents[2]
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy; "
    "runpy.run_module('runner.scan', run_name='__main__', alter_sys=True)"
)


def line(number: object, source: bytes, **more: object) -> str:
    files = {"script.py": base64.b64encode(source).decode()}
    return json.dumps(
        {"id": number, "files": files, "entry": None, "level": "permissive", "allowedImports": None, **more}
    )


def ask(*lines: str) -> list[dict[str, Any]]:
    """Answers of a scanner process to the lines; its exit code must be 0."""
    command = [sys.executable, "-I", "-B", "-c", START, str(HERE)]
    done = subprocess.run(
        command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True, timeout=120
    )
    return [json.loads(answer) for answer in done.stdout.splitlines()]


def test_answers_come_in_order_and_outlive_hostile_sources() -> None:
    hostile = [b"x = " + b"-" * 300_000 + b"1", b"(" * 100_000, b"\x00", bytes(range(256)) * 99, b"a" + b".b" * 80_000]
    answers = ask(*[line(n, source) for n, source in enumerate(hostile)], line("last", b"def main(a: int): ..."))
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3, 4, "last"]
    assert all(answer["syntaxErrors"] or answer["decodeErrors"] for answer in answers[:-1])
    assert answers[-1]["style"] == "function"


def test_ten_megabytes_are_read() -> None:
    source = b"# " + b"padding " * 1_300_000 + b"\ntext = '''" + b"x" * 200_000 + b"'''\ndef main(a: int): ...\n"
    (answer,) = ask(line(1, source))
    assert (answer["style"], answer["syntaxErrors"], answer["findings"]) == ("function", [], [])


def test_nothing_of_a_script_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    source = f"open({str(mark)!r}, 'w')\nimport antigravity\ndef main(a: open({str(mark)!r}, 'w') = exec('1')): ...\n"
    ask(line(1, source.encode()))
    assert not mark.exists()


BAD = {
    "no JSON": ("{", "not a line of JSON"),
    "no object": ("[]", "JSON object with an id"),
    "no id": ("{}", "JSON object with an id"),
    "an unknown field": ('{"id": 1, "files": {}, "extra": 1}', "Unknown fields ['extra']"),
    "an unknown level": ('{"id": 1, "files": {}, "level": "lax"}', "level is 'lax'"),
    "files of another form": ('{"id": 1, "files": []}', "files is an object"),
    "content that is not base64": ('{"id": 1, "files": {"a.py": "%%%"}}', "a.py is not base64"),
    "content that is no text": ('{"id": 1, "files": {"a.py": 3}}', "a.py is not base64"),
    "an entry of another form": ('{"id": 1, "files": {}, "entry": 3}', "entry is 3"),
    "imports of another form": ('{"id": 1, "files": {}, "allowedImports": "os"}', "allowedImports is 'os'"),
}


@pytest.mark.parametrize(("asked", "part"), BAD.values(), ids=BAD)
def test_a_bad_request_is_answered_with_what_is_wrong(asked: str, part: str) -> None:
    assert part in json.loads(answer_line(asked.encode()))["error"]


def test_a_scan_that_dies_is_answered_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "limit_child", lambda: os.kill(os.getpid(), 9))
    answers = io.BytesIO()
    serve(io.BytesIO(line(7, b"x = 1").encode() + b"\n\n{bad\n"), answers)
    first, second = map(json.loads, answers.getvalue().splitlines())
    assert (first["id"], first["entry"]) == (7, "script.py")
    assert ([f["rule"] for f in first["findings"]], first["syntaxErrors"]) == (["unread-source"], [])
    assert "SIGKILL" in second["error"]


def test_a_scan_that_fails_is_answered_for(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise OSError("no more")

    monkeypatch.setattr(serving, "limit_child", broken)
    answers = io.BytesIO()
    serve(io.BytesIO(line(7, b"x = 1").encode()), answers)
    assert "exit code 1" in json.loads(answers.getvalue())["syntaxErrors"][0]["message"]
    assert "OSError: no more" in capfd.readouterr().err


def test_memory_that_runs_out_is_answered_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(serving, "scan", exhausted)
    assert "MemoryError" in json.loads(answer_line(line(1, b"").encode()))["error"]
