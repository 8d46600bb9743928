"""What a script does to get at its runner's secrets comes to nothing: code, session, grants, addresses, data."""

import json
import os

import pytest

from tests.runner.runner_process import eventually
from tests.task.cloud import CODE, RUN, SESSION, Cloud
from tests.task.conftest import Start
from tests.task.task_process import job_of, log_in, text_in

needs_uid = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a script a uid of its own")

READ_ALL = """
import os
keeper = os.getppid()
runner = int(open(f'/proc/{keeper}/stat').read().rpartition(')')[2].split()[1])
for pid in (keeper, runner):
    for name in ('environ', 'mem', 'maps', 'auxv', 'stack', 'fd', 'fdinfo', 'cwd', 'root'):
        path = f'/proc/{pid}/{name}'
        try:
            print(path, os.listdir(path) if name in ('fd', 'fdinfo', 'cwd', 'root') else open(path, 'rb').read(1))
        except PermissionError:
            print('refused')
"""
SEARCH = """
import os
def own():
    with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:
        for line in maps:
            where, bits = line.split()[:2]
            if 'r' in bits and '[v' not in line:
                start, end = (int(part, 16) for part in where.split('-'))
                try:
                    memory.seek(start)
                    yield memory.read(end - start)
                except (OSError, OverflowError, ValueError):
                    pass
parts = list(own())  # before the words themselves are in this memory
print(sum(word[::-1].encode() in part for part in parts for word in REVERSED))
print(sum('REVERSED'.encode() in part for part in parts) > 0)
print(open('/proc/self/environ').read(), open('/proc/self/cmdline').read(), os.environ)
print(sorted(os.listdir('/proc/self/fd')))
"""


@needs_uid
def test_processes_above_the_script_show_it_nothing(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of(READ_ALL)
    assert start().wait() == 0
    assert text_in(cloud).split() == [b"refused"] * 18


def test_no_secret_is_in_the_script_s_own_memory_environment_or_arguments(cloud: Cloud, start: Start) -> None:
    secrets = [CODE, SESSION, cloud.url]
    cloud.job = job_of(f"REVERSED = {[secret[::-1] for secret in secrets]}\n{SEARCH}")
    assert start().wait() == 0
    said = text_in(cloud).decode()
    assert (said.splitlines()[:2], text_in(cloud, 2)) == (["0", "True"], b"")
    assert not any(word in said for word in ("RUNLET_CLAIM", "RUNLET_API", "AWS_", "ECS_", *secrets))
    assert said.splitlines()[-1] == "['0', '1', '2', '3']"


def test_the_platform_s_own_addresses_are_not_passed_on(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of("import os; print(sorted(name for name in os.environ if not name.startswith('RUNLET_')))")
    env = {
        "RUNLET_API": f"{cloud.url}/prod", "RUNLET_RUN": RUN, "RUNLET_CLAIM": CODE,
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x", "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE",
        "ECS_CONTAINER_METADATA_URI_V4": cloud.url + "/metadata",
    }  # fmt: skip
    cloud.downloads = {"/metadata/task": json.dumps(PULLED).encode()}
    assert start(env).wait() == 0
    assert text_in(cloud) == b"['HOME', 'LANG', 'PATH', 'TMPDIR']\n"
    assert cloud.report["phases"]["pulledMs"] == 2500


PULLED = {"PullStartedAt": "2026-01-31T10:00:00.000000001Z", "PullStoppedAt": "2026-01-31T10:00:02.500000001Z"}


@needs_uid
def test_the_store_and_what_was_fetched_are_closed_to_the_script(cloud: Cloud, start: Start) -> None:
    cloud.watched = True
    cloud.job = job_of(
        "import os, time\nprint(1, flush=True); time.sleep(0.3)\nroot = os.path.abspath('../../..')\n"
        "for path in ('/private', '/private/store/log', '/private/fetched', ''):\n"
        "    try: print(os.listdir(root + path))\n"
        "    except PermissionError: print('closed')\n"
        "try: open(root + '/private/store/log/000000000000.bin', 'ab')\nexcept PermissionError: print('closed')"
    )
    assert start().wait() == 0
    assert text_in(cloud).split() == [b"1", *[b"closed"] * 5]


@needs_uid
def test_the_environment_that_the_kernel_shows_of_the_runner_is_wiped(cloud: Cloud, start: Start) -> None:
    cloud.job, cloud.watched = job_of("import time; print(1, flush=True); time.sleep(60)"), True
    task = start()
    eventually(lambda: log_in(cloud), "the script runs")
    with open(f"/proc/{task.process.pid}/environ", "rb") as shown:  # as root, who may
        environ = shown.read()
    assert b"RUNLET_CLAIM=" + bytes(len(CODE)) in environ
    assert not any(secret.encode() in environ for secret in (CODE, cloud.url))


@needs_uid
def test_a_script_cannot_signal_trace_or_limit_its_runner(cloud: Cloud, start: Start) -> None:
    cloud.job = job_of(
        "import ctypes, os, resource\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "for act in (lambda: os.kill(os.getppid(), 9), lambda: resource.prlimit(os.getppid(), 7, (3, 3)),\n"
        "            lambda: os.sched_setaffinity(os.getppid(), [0]), lambda: os.setpriority(0, os.getppid(), 19)):\n"
        "    try: print(act())\n"
        "    except PermissionError: print('refused')\n"
        "print(libc.ptrace(16, os.getppid(), 0, 0), os.stat(f'/proc/{os.getppid()}').st_uid)"
    )
    assert start().wait() == 0
    assert text_in(cloud).split() == [*[b"refused"] * 4, b"-1", b"0"]
