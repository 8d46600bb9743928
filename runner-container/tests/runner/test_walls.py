"""The walls that a run's record lists do stand: each attack behind its wall fails."""

from pathlib import Path

import pytest
from runner_process import RunnerProcess, eventually

from runner import walls
from runner.slots import SLOT_UIDS
from runner.walls.plan import Host


def only_behind(runner: RunnerProcess, wall: str) -> bool:
    """Whether this runner puts up that wall here."""
    return wall in runner.ready["walls"]


def test_every_wall_that_was_announced_stands(runner: RunnerProcess) -> None:
    assert runner.run("").report["walls"] == runner.ready["walls"]
    names = [*runner.ready["walls"], *(each["wall"] for each in runner.ready["missing"])]
    assert sorted(names) == sorted(name for name, _ in walls.ORDER)


def test_a_missing_wall_says_why(runner: RunnerProcess) -> None:
    assert all(each["why"].endswith(".") for each in runner.ready["missing"])


def test_the_script_leads_a_session_of_its_own(runner: RunnerProcess) -> None:
    assert runner.run("import os; print(os.getsid(0) == os.getpgrp() == os.getpid())").said() == "True\n"


def test_the_script_has_a_uid_of_its_own(runner: RunnerProcess) -> None:
    uids = set(runner.run("import os; print(*os.getresuid(), *os.getresgid(), *os.getgroups())").said().split())
    assert len(uids) == 1
    assert (int(uids.pop()) in SLOT_UIDS) == only_behind(runner, "uid")


def test_two_runs_at_once_have_different_uids(runner: RunnerProcess) -> None:
    code = "import os, time; print(os.getuid(), flush=True); time.sleep(0.5)"
    first, second = runner.start(code), runner.start(code)
    reports = [runner.until("report")["report"]["runId"] for _ in range(2)]
    said = {(runner.store(run) / "log/000000000000.bin").read_text() for run in reports}
    assert set(reports) == {first, second}
    assert (len(said) == 2) == only_behind(runner, "uid")


def test_the_script_has_no_capability_and_gains_none(runner: RunnerProcess) -> None:
    code = "print(*[line for line in open('/proc/self/status') if line.startswith(('Cap', 'NoNewPrivs'))])"
    facts = dict(line.split(":") for line in runner.run(code).said().split("\n") if ":" in line)
    values = {name.strip(): int(value, 16) for name, value in facts.items()}
    assert values.pop("NoNewPrivs") == 1
    if not only_behind(runner, "bounding-set"):
        values.pop("CapBnd")
    assert set(values.values()) == {0}


def test_the_environment_is_built_from_nothing(runner: RunnerProcess) -> None:
    names = runner.run("import os; print(*sorted(os.environ))").said().split()
    ours = ["RUNLET_ATTEMPT", "RUNLET_IO", "RUNLET_OUTPUT", "RUNLET_RUN_ID"]
    assert names == ["HOME", "LANG", "PATH", *ours, "TMPDIR"]


def test_no_descriptor_of_ours_is_open(runner: RunnerProcess) -> None:
    code = (
        "import os\nfor n in range(3, 1000):\n    try: os.fstat(n); print(n, os.readlink(f'/proc/self/fd/{n}'))\n"
        "    except OSError: pass"
    )
    lines = runner.run(code).said().splitlines()
    assert [line for line in lines if "/work/script.py" not in line] == []


def test_limits_of_the_job_are_those_of_the_process(runner: RunnerProcess) -> None:
    code = (
        "from resource import *\n"
        "print(*[getrlimit(k)[0] for k in (RLIMIT_DATA, RLIMIT_FSIZE, RLIMIT_NOFILE, RLIMIT_CORE, RLIMIT_CPU)])"
    )
    limits = {"memoryMiB": 100, "fileMiB": 7, "openFiles": 99, "cpuSec": 50}
    assert runner.run(code, limits).said().split() == [str(356 << 20), str(7 << 20), "99", "0", "50"]


def test_the_workspace_is_private_and_gone_afterwards(runner: RunnerProcess) -> None:
    code = "import os, stat; print(os.getcwd(), oct(stat.S_IMODE(os.stat('.').st_mode)), os.environ['HOME'])"
    work, mode, home = runner.run(code).said().split()
    assert (mode, home) == ("0o700", work.removesuffix("work") + "home")
    eventually(lambda: not Path(work).exists(), "the workspace is removed")


ATTACKS = {
    "read another run's workspace": "print(os.listdir({other!r}))",
    "kill another run": "os.kill({pid}, 9); print('killed')",
    "read what another run was started with": "print(open('/proc/{pid}/environ').read())",
    "read the store": "print(os.listdir({store!r}))",
    "write into the boot folder": "open({boot!r} + '/hook/sitecustomize.py', 'a'); print('written')",
    "list the runner's environment": "print(open('/proc/{runner}/environ').read())",
}


@pytest.mark.parametrize("title", ATTACKS)
def test_a_script_cannot(runner: RunnerProcess, title: str) -> None:
    victim = runner.start("import os, time; print(os.getpid(), os.getcwd(), flush=True); time.sleep(60)")
    runner.until("log", victim)
    pid, other = (runner.store(victim) / "log/000000000000.bin").read_text().split()
    boot, store = str(runner.folder / "sandboxes/boot"), str(runner.folder / "store")
    attack = ATTACKS[title].format(pid=pid, other=other, boot=boot, store=store, runner=runner.process.pid)
    ended = runner.run("import os\n" + attack)
    runner.send({"op": "stop", "runId": victim, "graceSec": 0})
    survived = runner.finish(victim).facts["endedBy"] == "canceled"
    if only_behind(runner, "uid") or title.startswith("list the runner"):
        assert survived
        assert ended.said() == ""
        assert ended.facts["exception"]["type"] == "PermissionError"


def test_a_setuid_program_gains_nothing(runner: RunnerProcess) -> None:
    ended = runner.run("import subprocess; subprocess.run(['su', '-c', 'id'], stdin=subprocess.DEVNULL)")
    assert "uid=0" not in ended.said()


@pytest.mark.parametrize(
    ("host", "missing"),
    [
        (Host(linux=True, root=False, uid_refusal=None), {"uid", "capabilities", "bounding-set"}),
        (Host(linux=True, root=True, uid_refusal="No way in."), {"uid", "capabilities", "bounding-set"}),
        (
            Host(linux=False, root=False, uid_refusal=None),
            {"uid", "capabilities", "bounding-set", "parent-death", "no-new-privs"},
        ),
    ],
)
def test_a_machine_that_lacks_something_says_so(host: Host, missing: set[str]) -> None:
    offered, told = walls.survey(host)
    assert {each["wall"] for each in told} == missing
    assert set(offered) == {name for name, _ in walls.ORDER} - missing
