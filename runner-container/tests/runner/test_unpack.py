"""Code and input files are put in place as they were given; what would lie outside is refused with a sentence."""

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from runner_process import RunnerProcess

RUN = "script.py"


def given_archive(runner: RunnerProcess, entries: Mapping[str, str], mode: int = 0o644) -> dict[str, str]:
    """An archive as a job's code; `mode` is that of every entry."""
    path = runner.folder / "code.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, text)
    path.chmod(0o644)
    return {"kind": "archive", "path": str(path), "sha256": "0" * 64}


def test_an_archive_is_unpacked_whole(runner: RunnerProcess) -> None:
    code = given_archive(runner, {"script.py": "import pkg.near as n; print(n.x)", "pkg/near.py": "x = 3", "pkg/": ""})
    assert runner.run("", code=code).said() == "3\n"


def test_executable_files_of_an_archive_stay_so(runner: RunnerProcess) -> None:
    files = {"script.py": "import subprocess; subprocess.run('./tool')", "tool": "#!/bin/sh\necho ran\n"}
    assert runner.run("", code=given_archive(runner, files, 0o755)).said() == "ran\n"


def test_input_files_lie_in_the_workspace(runner: RunnerProcess) -> None:
    source = runner.folder / "data.csv"
    source.write_text("a,b\n")
    source.chmod(0o644)
    files = [{"path": "inputs/data.csv", "source": str(source), "sha256": "", "bytes": 4}]
    assert runner.run("print(open('inputs/data.csv').read())", files=files).said() == "a,b\n\n"


@pytest.mark.parametrize("name", ["../up.py", "/tmp/absolute.py", "a/../../up.py", "a\\b.py", "./a.py"])
def test_a_path_that_leaves_the_workspace_is_refused(runner: RunnerProcess, name: str) -> None:
    facts = runner.run("", code=given_archive(runner, {"script.py": "", name: "x"})).facts
    assert facts["endedBy"] == "start-failed"
    assert "is not a relative path inside the workspace" in facts["message"]


def test_a_link_in_an_archive_is_refused(runner: RunnerProcess) -> None:
    code = given_archive(runner, {"script.py": "/etc/passwd"}, stat.S_IFLNK | 0o777)
    assert "holds a symbolic link: script.py" in runner.run("", code=code).facts["message"]


def test_an_archive_that_grows_without_end_is_refused(runner: RunnerProcess) -> None:
    path = runner.folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(5):
            archive.writestr(f"{n}", bytes(60 << 20))
    path.chmod(0o644)
    facts = runner.run("", code={"kind": "archive", "path": str(path), "sha256": ""}).facts
    assert "at most 268435456 are allowed" in facts["message"]


def test_a_missing_file_is_a_failed_start_and_leaves_nothing(runner: RunnerProcess) -> None:
    files = [{"path": "data.csv", "source": "/nowhere/data.csv", "sha256": "", "bytes": 0}]
    ended = runner.run("print(1)", files=files)
    assert ended.facts["endedBy"] == "start-failed"
    assert "/nowhere/data.csv" in ended.facts["message"]
    assert (ended.facts["exitCode"], [event["event"] for event in ended.events]) == (None, ["report"])


def test_the_same_path_twice_is_refused(runner: RunnerProcess) -> None:
    source = Path(__file__)
    files = [{"path": RUN, "source": str(source), "sha256": "", "bytes": 0}]
    assert runner.run("", files=files).facts["endedBy"] == "start-failed"
