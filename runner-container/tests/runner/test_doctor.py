"""The doctor tells what the machine has, over the socket and on the command line alike."""

import json
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from runner_process import PACKAGE, RunnerProcess

from runner.layout import BootFolder
from runner.place import prepare_place
from runner.probe import NoInterpreter, probe_interpreter

MAIN = f"import sys; sys.path.insert(0, {str(PACKAGE)!r}); from runner.__main__ import main; sys.exit(main())"
COMMAND = [sys.executable, "-c", MAIN]


def test_the_doctor_answers_over_the_socket(runner: RunnerProcess) -> None:
    runner.send({"op": "doctor", "id": 5})
    answer = runner.until("doctor")
    assert answer["id"] == 5
    assert (answer["walls"], answer["missing"]) == (runner.ready["walls"], runner.ready["missing"])
    assert set(answer["facts"]) >= {"system", "root", "landlock", "userNamespaces", "cgroup", "cpus"}


def test_the_doctor_prints_json() -> None:
    printed = subprocess.run([*COMMAND, "doctor"], capture_output=True, check=True).stdout
    answer = json.loads(printed)
    assert any(each["supported"] for each in answer["interpreters"])
    assert answer["python"] in [each["path"] for each in answer["interpreters"]]


def test_every_interpreter_that_cannot_be_used_says_why() -> None:
    printed = subprocess.run([*COMMAND, "doctor"], capture_output=True, check=True).stdout
    assert all(each["why"] for each in json.loads(printed)["interpreters"] if not each["supported"])


def test_a_named_interpreter_comes_into_the_list(runner: RunnerProcess) -> None:
    printed = subprocess.run([*COMMAND, "doctor", "--python", sys.executable], capture_output=True, check=True).stdout
    assert sys.executable in [each["path"] for each in json.loads(printed)["interpreters"]]


def test_an_interpreter_that_is_none_ends_the_runner_with_a_sentence(tmp_path: Path) -> None:
    command = [*COMMAND, "serve", "--fd", "0", "--root", str(tmp_path / "root"), "--python", "/nowhere/python3"]
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ended = subprocess.run(command, stdin=theirs, capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"/nowhere/python3" in ended.stderr


def test_an_interpreter_that_fails_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "python3"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(NoInterpreter, match="does not run"):
        probe_interpreter(str(broken), None)


def test_a_folder_that_others_cannot_enter_takes_the_uid_wall_away(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    refusal = probe_interpreter(sys.executable, str(tmp_path)).uid_refusal
    assert (refusal is not None) == (os.geteuid() == 0)


def test_what_is_compiled_for_this_interpreter_is_taken_as_it_is_and_for_no_other(tmp_path: Path) -> None:
    root, compiled = str(tmp_path / "sandboxes"), BootFolder(str(tmp_path / "boot"))
    place = prepare_place(root, sys.executable, compiled)
    assert (place.boot, place.compiling, place.version) == (compiled, None, platform.python_version())
    place.remove()
    assert not os.path.exists(root)
    with pytest.raises(NoInterpreter, match=r"is for .* and not for /usr/bin/other"):
        prepare_place(root, "/usr/bin/other", compiled)
