"""Which file of a script runs."""

from typing import Any

import pytest

from runner.scan.entry import choose_entry
from tests.scan.asking import Scan

CHOSEN = {
    "the only Python file": (["tool.py", "data.csv"], "tool.py"),
    "the only one, wherever it lies": (["src/deep/tool.py", "README.md"], "src/deep/tool.py"),
    "script.py before main.py": (["main.py", "script.py", "x.py"], "script.py"),
    "main.py before app.py": (["app.py", "main.py"], "main.py"),
    "__main__.py before run.py": (["run.py", "__main__.py"], "__main__.py"),
    "a usual name in the folder that holds all": (["job/helpers.py", "job/run.py", "job/data/x.csv"], "job/run.py"),
}


@pytest.mark.parametrize(("files", "entry"), CHOSEN.values(), ids=CHOSEN)
def test_the_entry_is(files: Any, entry: Any) -> None:
    assert choose_entry(files, None) == (entry, None)


def test_a_named_entry_wins() -> None:
    assert choose_entry(["script.py", "other.py"], "other.py") == ("other.py", None)


@pytest.mark.parametrize(
    ("files", "wanted", "part"),
    [
        (["a.py", "b.py"], None, "rename it to script.py: a.py, b.py"),
        (["a/script.py", "b/x.py"], None, "None of script.py"),
        (["notes.txt"], None, "no Python file among the 1 files"),
        (["a.py"], "b.py", "'b.py' is not among the Python files given. Name one of: a.py"),
        ([f"m{n:02}.py" for n in range(40)], None, "and 28 more"),
    ],
)
def test_an_undecided_entry_is_told_with_its_candidates(files: Any, wanted: Any, part: str) -> None:
    entry, problem = choose_entry(files, wanted)
    assert entry is None
    assert part in str(problem)


def test_an_answer_without_entry_still_tells_the_rest(scan_files: Scan) -> None:
    answer = scan_files({"a.py": "import os", "b.py": "x ="})
    assert answer["entry"] is None
    assert "a.py, b.py" in answer["entryProblem"]
    assert (answer["syntaxErrors"][0]["file"], answer["imports"][0]["module"]) == ("b.py", "os")
