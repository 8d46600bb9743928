"""Parts of the runner that a whole run reaches only by luck."""

import os
import re
import signal
import socket
import time
from pathlib import Path

import pytest

from runner import kernel, lines
from runner.family import Family, sweep_uid
from runner.lines import Gone, LineSocket
from runner.memory import tree_bytes
from runner.remove import remove_tree
from runner.report import limit_of_exception, limit_of_signal
from runner.slots import SLOT_UIDS, TASK_UIDS, Slots
from runner.space import SpaceMeter
from runner.timers import Timers
from tests.runner.runner_process import PACKAGE


def test_lines_are_put_together_from_pieces() -> None:
    ours, theirs = socket.socketpair()
    listening = LineSocket(ours)
    with theirs:
        assert listening.receive() == []
        theirs.sendall(b'{"a":')
        assert listening.receive() == []
        theirs.sendall(b'1}\n\n{"b":2}\n{"c"')
        assert listening.receive() == [b'{"a":1}', b'{"b":2}']
    with pytest.raises(Gone):
        listening.receive()


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(b"x" * 200)
        with pytest.raises(Gone):
            LineSocket(ours).receive()


def test_what_a_socket_does_not_take_is_sent_later() -> None:
    ours, theirs = socket.socketpair()
    sending = LineSocket(ours)
    sending.post({"x": "y" * 3_000_000})
    assert sending.waiting_to_send
    pid = os.fork()
    if pid == 0:
        ours.close()
        while theirs.recv(1 << 20):
            pass
        os._exit(0)
    theirs.close()
    sending.drain()
    assert not sending.waiting_to_send
    sending.close()
    ours.close()
    os.waitpid(pid, 0)


def test_sending_to_a_closed_end_is_gone() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with pytest.raises(Gone):
        LineSocket(ours).post({})


def test_a_tree_of_any_depth_and_mode_is_removed(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    os.mkdir(tmp_path / "base")
    os.symlink("/etc", tmp_path / "base" / "link")
    below = os.open("base", os.O_RDONLY, dir_fd=here)
    for _ in range(1500):
        os.mkdir("d", dir_fd=below)
        os.close(os.open("f", os.O_CREAT | os.O_WRONLY, dir_fd=below))
        deeper = os.open("d", os.O_RDONLY, dir_fd=below)
        os.fchmod(below, 0)
        os.close(below)
        below = deeper
    remove_tree(str(tmp_path / "base"))
    assert os.listdir(tmp_path) == []


def test_removing_what_is_gone_is_no_error(tmp_path: Path) -> None:
    remove_tree(str(tmp_path / "never"))
    remove_tree(str(tmp_path / "never" / "ever"))


@pytest.mark.parametrize("uid", [0, os.getuid(), 65534, SLOT_UIDS.stop, TASK_UIDS.start - 1, TASK_UIDS.stop])
def test_only_a_sandbox_uid_is_ever_swept(uid: int) -> None:
    with pytest.raises(ValueError, match="is not a sandbox's"):
        sweep_uid(uid)


def test_a_uid_is_lent_to_one_at_a_time_over_all_runners(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("runner.slots._FOLDER", str(tmp_path / "slots"))
    swept: list[int] = []
    one, other = Slots(swept.append), Slots(swept.append)
    taken = [slots.take() for slots in (one, other, one)]
    assert taken == swept == [62000, 62001, 62002]
    one.give_back(62000)
    assert (one.take(), swept) == (62000, taken)
    assert [other.take() for _ in SLOT_UIDS][-4:] == [62511, None, None, None]


def test_tasks_and_their_guards_have_uids_that_no_other_runner_sweeps_or_has() -> None:
    guards = len(SLOT_UIDS)
    reaches = [{*uids, *(uid + guards for uid in uids)} for uids in (SLOT_UIDS, TASK_UIDS)]
    assert (reaches[0] & reaches[1], len(reaches[1])) == (set(), 2 * len(TASK_UIDS))
    account = re.search(r"SCRIPT_UID = (\d+)", (PACKAGE / "image/build.py").read_text())
    assert account is not None and int(account[1]) == TASK_UIDS.start


def test_timers_fire_once_in_their_time() -> None:
    timers, fired = Timers(), list[str]()
    timers.set("now", 0, lambda: fired.append("now"))
    timers.set("later", 60, lambda: fired.append("later"))
    timers.set("never", 0, lambda: fired.append("never"))
    timers.cancel("never")
    timers.fire()
    timers.fire()
    assert (fired, "later" in timers, "now" in timers) == (["now"], True, False)
    assert 59 < (timers.wait_sec() or 0) <= 60
    assert Timers().wait_sec() is None


def test_space_counts_blocks_once_per_file_and_no_holes(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "full").write_bytes(bytes(range(256)) * 4096)
    os.link(tmp_path / "d" / "full", tmp_path / "again")
    with open(tmp_path / "sparse", "wb") as sparse:
        sparse.truncate(1 << 30)
    assert 1 << 20 <= SpaceMeter([str(tmp_path), "/nowhere"]).look() < 2 << 20


def test_a_walk_over_many_files_takes_several_looks(tmp_path: Path) -> None:
    for n in range(1000):
        (tmp_path / str(n)).write_bytes(b"x")
    meter = SpaceMeter([str(tmp_path)])
    looks = [meter.look() for _ in range(4)]
    assert looks[0] < looks[1] < looks[2] == looks[3]


def test_shared_memory_of_a_tree_is_counted_once() -> None:
    assert tree_bytes([os.getpid()] * 2, 0) > 0
    assert tree_bytes([1 << 30], 0) == tree_bytes([1 << 30, 1 << 30], -1) == 0


@pytest.mark.parametrize(
    ("number", "cpu", "limit"),
    [(24, 0, "cpu-limit"), (25, 0, "file-limit"), (9, 11, "cpu-limit"), (9, 1, None), (None, 99, None), (40, 0, None)],
)
def test_some_signals_tell_of_a_limit(number: int | None, cpu: float, limit: str | None) -> None:
    assert limit_of_signal(number, cpu, 10) == limit


@pytest.mark.parametrize(
    ("kind", "message", "limit"),
    [
        ("BlockingIOError", "[Errno 11] Resource temporarily unavailable", "process-limit"),
        ("RuntimeError", "can't start new thread", "process-limit"),
        ("OSError", "[Errno 27] File too large", "file-limit"),
        ("ValueError", "bad", None),
    ],
)
def test_some_exceptions_tell_of_a_limit(kind: str, message: str, limit: str | None) -> None:
    assert limit_of_exception({"type": kind, "message": message}) == limit


def test_a_family_is_reaped_and_its_cpu_time_counted() -> None:
    pid = os.fork()
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    family = Family(pid, None)
    family.reap()
    assert (family.status, family.empty) == (None, False)
    family.signal_script(signal.SIGTERM)
    family.kill_all()
    assert os.WIFSIGNALED(family.status or 0)
    assert family.empty
    family.signal_script(signal.SIGTERM)


def test_the_kernel_is_asked_not_guessed() -> None:
    assert kernel.landlock_version() >= 0
    assert kernel.own_status("Pid") == str(os.getpid())
    assert kernel.own_status("NoSuchField") == ""
    assert kernel.peak_kib_of(os.getpid()) > kernel.peak_kib_of(1 << 30) == 0
    with pytest.raises(OSError, match="prctl"):
        kernel.prctl(-1)
