"""What a script does to outlive its run, or to reach the next one, comes to nothing."""

import os

import pytest
from runner_process import RunnerProcess, eventually

from runner import leftovers
from runner.slots import SLOT_UIDS

STOP_ALL = (
    "import os, signal\n"
    "for n in range(2):\n    if os.fork() == 0:\n        while True:\n            os.kill(-1, signal.SIGSTOP)\n"
    "while True: signal.pause()"
)
LEAVE = (
    "import ctypes, os\n"
    "os.makedirs('/tmp/{0}/closed/deep')\nos.chmod('/tmp/{0}/closed', 0)\nos.symlink('/etc', '/tmp/{0}-link')\n"
    "os.mkfifo('/tmp/{0}-pipe')\nopen('/dev/shm/{0}', 'w').close()\n"
    "libc = ctypes.CDLL(None)\nprint(libc.shmget({1}, 4096, 0o1600), libc.semget({1}, 1, 0o1600))\n"
    "print(libc.msgget({1}, 0o1600))"
)


def has_uids(runner: RunnerProcess) -> bool:
    """Without a uid of its own a script may stop and leave whatever its user may."""
    return "uid" in runner.ready["walls"]


def objects_of(kind: str, key: int) -> list[str]:
    with open(f"/proc/sysvipc/{kind}", encoding="ascii") as table:
        return [line for line in table if line.split()[0] == str(key)]


def test_a_script_cannot_stop_who_ends_it(runner: RunnerProcess) -> None:
    # The helper was hit once in five runs when it could be signalled at all.
    for _ in range(12 if has_uids(runner) else 0):
        run_id = runner.start(STOP_ALL, {"timeoutSec": 0.2, "graceSec": 0})
        assert runner.finish(run_id).facts["endedBy"] == "timeout"


def test_what_a_script_leaves_where_all_may_write_is_removed(runner: RunnerProcess) -> None:
    if not has_uids(runner):
        return
    name, key = f"runlet-left-{os.getpid()}", 0x52000000 + os.getpid()
    assert "-1" not in runner.run(LEAVE.format(name, key)).said()
    paths = [f"/tmp/{name}", f"/tmp/{name}-link", f"/tmp/{name}-pipe", f"/dev/shm/{name}"]
    eventually(lambda: not any(map(os.path.lexists, paths)), "the files are removed")
    eventually(lambda: not any(objects_of(kind, key) for kind in ("shm", "sem", "msg")), "the objects are removed")
    assert os.path.exists("/etc/passwd")


def test_only_uids_of_sandboxes_are_cleared() -> None:
    for uid in (0, 1000, SLOT_UIDS.start - 1, SLOT_UIDS.stop):
        with pytest.raises(ValueError, match="is not a sandbox's"):
            leftovers.clear_uid(uid)


@pytest.mark.parametrize(
    "told",
    [
        '{"type": 1, "message": [], "line": {}, "traceback": null}',
        '{"type": "X", "message": "m", "line": 1e999, "traceback": "t"}',
        '{"type": "X", "message": "m", "line": NaN, "traceback": "t"}',
        '{"type": "X", "message": "m", "line": ' + "9" * 400 + ', "traceback": "t"}',
    ],
)
def test_an_exception_that_a_script_made_up_does_not_cost_the_report(runner: RunnerProcess, told: str) -> None:
    code = (
        f"import os\ndef main():\n    open(os.environ['RUNLET_IO'] + '/exception.json', 'w').write('''{told}''')\n"
        "    os._exit(3)"
    )
    facts = runner.run(code, style="function").facts
    assert (facts["exitCode"], facts["exception"]) == (3, None)


@pytest.mark.parametrize("number", ["NaN", "1e999", "-1e999", "9" * 400])
def test_a_number_that_json_does_not_have_is_kept_nowhere(runner: RunnerProcess, number: str) -> None:
    code = (
        "import os\nfor name, text in (('variables.json', '{\"value\": {\"a\": %s}}'), ('state.out.json', '%s'),"
        ' (\'result.json\', \'{"ok": true, "from": "call", "value": %s}\')):\n'
        "    open(os.environ['RUNLET_IO'] + '/' + name, 'w').write(text % '" + number + "')\n"
        "os._exit(0)"
    )
    report = runner.run(code, returnVariables=["a"]).report
    assert (report["variables"], report["state"], report["result"]) == (None, None, None)
    assert report["facts"]["result"]["state"] == "invalid"


@pytest.mark.parametrize("state", ["12", "[]", "null", '"text"'])
def test_a_state_that_is_no_object_is_not_kept(runner: RunnerProcess, state: str) -> None:
    code = f"import os\nopen(os.environ['RUNLET_IO'] + '/state.out.json', 'w').write('{state}')"
    report = runner.run(code).report
    assert report["state"] is None
    assert report["facts"]["message"] == "runlet.state is not a JSON object and was not kept."
