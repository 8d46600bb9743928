"""What a script leaves in $RUNLET_OUTPUT is kept, and nothing else by any trick."""

import hashlib
import os
from typing import Any

import pytest
from runner_process import RunnerProcess

from runner.mime import mime_type

OUT = "import os; out = os.environ['RUNLET_OUTPUT']\n"


def kept(runner: RunnerProcess, code: str, limits: dict[str, Any] | None = None) -> tuple[list[str], int, list[str]]:
    """Names kept, number dropped, limits hit."""
    ended = runner.run(OUT + code, limits)
    return (
        [each["name"] for each in ended.report["artifacts"]],
        ended.report["artifactsDropped"],
        ended.facts["limitsHit"],
    )


def test_a_file_is_kept_with_size_hash_and_type(runner: RunnerProcess) -> None:
    ended = runner.run(OUT + "os.mkdir(out + '/d'); open(out + '/d/chart.svg', 'w').write('<svg/>')")
    digest = hashlib.sha256(b"<svg/>").hexdigest()
    expected = {"name": "d/chart.svg", "bytes": 6, "sha256": digest, "mime": "image/svg+xml"}
    assert ended.report["artifacts"] == [expected]
    assert (ended.store / "artifacts/d/chart.svg").read_text() == "<svg/>"


def test_artifacts_of_a_script_that_was_ended_are_kept(runner: RunnerProcess) -> None:
    code = "open(out + '/part.csv', 'w').write('a'); import time; time.sleep(60)"
    assert kept(runner, code, {"timeoutSec": 0.5}) == (["part.csv"], 0, ["timeout"])


ATTACKS = {
    "a link to a file": "os.symlink('/etc/passwd', out + '/link')",
    "a link to a folder": "os.symlink('/etc', out + '/link')",
    "a pipe": "os.mkfifo(out + '/pipe')",
    "a socket": "import socket; os.chdir(out); socket.socket(socket.AF_UNIX).bind('socket')",
    "a name that is no text": "open(os.fsencode(out) + b'/\\xff', 'w')",
    "a name of two lines": "open(out + '/a\\nb', 'w')",
    "a folder name that is no text": "os.mkdir(os.fsencode(out) + b'/\\xff')",
    "a folder far too deep": "os.makedirs(out + '/d' * 40)",
}


@pytest.mark.parametrize("title", ATTACKS)
def test_not_kept_but_counted_is(runner: RunnerProcess, title: str) -> None:
    assert kept(runner, ATTACKS[title]) == ([], 1, [])


def test_files_that_a_script_closed_to_itself_are_kept(runner: RunnerProcess) -> None:
    code = "os.mkdir(out + '/d'); open(out + '/d/f', 'w'); os.chmod(out + '/d/f', 0); os.chmod(out + '/d', 0)"
    assert kept(runner, code) == (["d/f"], 0, [])


def test_a_file_with_many_names_is_kept_once(runner: RunnerProcess) -> None:
    code = "open(out + '/0', 'w').write('x')\nfor n in range(1, 300): os.link(out + '/0', f'{out}/{n}')"
    assert kept(runner, code, {"artifacts": 3}) == (["0"], 0, [])


def test_an_output_folder_replaced_by_a_link_gives_nothing(runner: RunnerProcess) -> None:
    code = "import shutil\ntry:\n    shutil.rmtree(out); os.symlink('/etc', out)\nexcept OSError: pass"
    assert kept(runner, code) == ([], 0, [])


def test_more_files_than_allowed_are_dropped(runner: RunnerProcess) -> None:
    code = "for n in range(5): open(f'{out}/{n}', 'w')"
    assert kept(runner, code, {"artifacts": 3}) == (["0", "1", "2"], 2, ["artifact-limit"])


def test_more_bytes_than_allowed_are_dropped(runner: RunnerProcess) -> None:
    code = "open(out + '/a', 'w').write('x' * 600); open(out + '/b', 'w').write('x' * 600)"
    assert kept(runner, code, {"artifactBytes": 1000}) == (["a"], 1, ["artifact-limit"])


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("a.csv", b"", "text/csv"),
        ("a.tar.gz", b"", "application/gzip"),
        ("a.parquet", b"PAR1", "application/vnd.apache.parquet"),
        ("a", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a", b"plain \xc3\xa9 text", "text/plain"),
        ("a", b"cut in two \xc3", "text/plain"),
        ("a", b"\xff\xfe\x00\x01", "application/octet-stream"),
        ("a", b"caf\xe9 in latin-1", "application/octet-stream"),
        ("a", b"", "application/octet-stream"),
    ],
)
def test_the_type_of_a_file_is_told_by_name_then_by_content(name: str, start: bytes, expected: str) -> None:
    assert mime_type(name, start) == expected


def test_a_hard_link_to_a_file_of_somebody_else_is_not_kept(runner: RunnerProcess) -> None:
    secret = runner.folder / "secret"
    secret.write_text("secret")
    code = f"import glob\ntry: os.link({str(secret)!r}, out + '/mine')\nexcept OSError: pass"
    names, _, _ = kept(runner, code)
    assert names == [] or secret.stat().st_uid == os.getuid() != 0
