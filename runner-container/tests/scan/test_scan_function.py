"""The scanner as a function: the same answers as the resident one, and an end in time whatever it is given."""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runner.scan import function
from runner.scan.serve import answer_line
from tests.task.cloud import Cloud

PACKAGE = Path(__file__).resolve().parents[2]


class Invocation:
    """One invocation with so much time left."""

    def __init__(self, seconds: float = 20) -> None:
        self.seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda's own."""
        return int(self.seconds * 1000)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    yield cloud
    cloud.close()


def request(source: bytes, **more: object) -> dict[str, Any]:
    files = {"script.py": base64.b64encode(source).decode()}
    return {"id": 1, "files": files, "entry": None, "level": "moderate", "allowedImports": None, **more}


def test_it_answers_as_the_resident_scanner_does() -> None:
    asked = request(b"import os\ndef main(n: int): os.system('x')\n")
    answer = function.handler(asked, Invocation())
    assert answer == json.loads(answer_line(json.dumps(asked).encode()))
    assert answer["findings"]


def test_a_request_behind_an_address_is_fetched(cloud: Cloud) -> None:
    asked = request(b"# " + b"padding " * 900_000 + b"\ndef main(n: int): ...\n")
    cloud.downloads = {"/request": json.dumps(asked).encode()}
    answer = function.handler({"url": f"{cloud.url}/request"}, Invocation())
    assert (answer["id"], answer["style"]) == (1, "function")


def test_what_cannot_be_fetched_is_told_without_its_address(cloud: Cloud) -> None:
    answer = function.handler({"url": f"{cloud.url}/nowhere?signature=abc"}, Invocation())
    assert answer == {"id": None, "error": "The request could not be fetched: refused with status 404."}
    cloud.bucket = "broken"
    assert "status 503" in function.handler({"url": f"{cloud.url}/nowhere"}, Invocation())["error"]


def test_a_request_that_is_too_large_is_not_read(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function, "_MOST_REQUEST", 1000)
    cloud.downloads = {"/request": bytes(5000)}
    answer = function.handler({"url": f"{cloud.url}/request"}, Invocation())
    assert answer["error"] == "The request is larger than 1000 bytes."


def test_an_answer_that_lambda_would_not_return_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function, "_MOST_ANSWER", 100)
    assert "more to say" in function.handler(request(b"x = 1"), Invocation())["error"]


def test_a_wrong_request_is_answered_with_what_is_wrong() -> None:
    assert "Unknown fields ['extra']" in function.handler(request(b"", extra=1), Invocation())["error"]


def test_a_source_that_takes_too_long_or_too_much_is_answered_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    dense = b"x = [" + b"1," * 4_000_000 + b"]"
    answer = function.handler(request(dense), Invocation(3))
    assert ([finding["rule"] for finding in answer["findings"]], answer["syntaxErrors"]) == (["unread-source"], [])
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "320")
    answer = function.handler(request(dense), Invocation())
    assert ([finding["rule"] for finding in answer["findings"]], answer["syntaxErrors"]) == (["unread-source"], [])


def test_it_runs_packed_as_its_docstring_says(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE / "runner", tmp_path / "runner")
    levels = tmp_path / "core/contract/security-levels.json"
    levels.parent.mkdir(parents=True)
    shutil.copyfile(PACKAGE.parent / "core/contract/security-levels.json", levels)
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1]); from runner.scan.function import handler\n"
        "class Invocation:\n    def get_remaining_time_in_millis(self): return 20000\n"
        "print(handler(json.loads(sys.argv[2]), Invocation())['style'])"
    )
    command = [sys.executable, "-I", "-c", code, str(tmp_path), json.dumps(request(b"def main(): ..."))]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "function\n"
