"""The image of a task under Docker. Not collected by itself: it needs an engine and RUNLET_TEST_IMAGE.

`npm run test:aws` builds the image and calls this.
"""

import json
import time
from collections.abc import Iterator

import pytest

from tests.image.container import container, docker
from tests.runner.runner_process import eventually
from tests.task.cloud import CODE, SESSION, Cloud
from tests.task.endings import STUBBORN
from tests.task.task_process import job_of, log_in, text_in

WHO = """
import getpass, json, os, pathlib, resource
names = ('RLIMIT_DATA', 'RLIMIT_NPROC', 'RLIMIT_FSIZE', 'RLIMIT_NOFILE', 'RLIMIT_CORE', 'RLIMIT_CPU')
status = dict(line.split(':\\t') for line in open('/proc/self/status').read().splitlines() if ':\\t' in line)
print(json.dumps({
    'user': getpass.getuser(), 'uid': os.getuid(), 'groups': os.getgroups(), 'names': sorted(os.environ),
    'limits': [resource.getrlimit(getattr(resource, name))[1] for name in names],
    'capabilities': [status['CapEff'], status['CapBnd'], status['NoNewPrivs']],
    'oom': open('/proc/self/oom_score_adj').read().strip(),
}))
"""
CLOSED = """
import os
names = ('environ', 'mem', 'maps', 'fd', 'root', 'cwd')
runner = [f'/proc/{pid}/{name}' for pid in (1, os.getppid()) for name in names]
for path in [*runner, '/var/runlet/private', '/var/runlet']:
    try:
        print(path, os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(1))
    except PermissionError:
        print('closed')
for path in ('/opt/runlet/x', '/etc/x', '/x', '/var/runlet/x', '/usr/x'):
    try:
        print(path, open(path, 'w'))
    except OSError:
        print('closed')
open('/tmp/mine', 'w').write('x')
"""
LIBRARIES = """
import ctypes, multiprocessing, socket, sqlite3, ssl, subprocess, sys, tempfile, threading, zoneinfo
if __name__ == '__main__':
    print(multiprocessing.Pool(2).map(abs, [-1, 2]), ssl.create_default_context().cert_store_stats()['x509_ca'] > 50)
    print(subprocess.run([sys.executable, '-c', 'print(3)'], capture_output=True, text=True).stdout, end='')
    print(tempfile.gettempdir(), sqlite3.connect(':memory:').execute('select 4').fetchone())
"""

UNCOMPILED = """
import argparse, asyncio, concurrent.futures, csv, http.client, json, logging, os, runlet, sqlite3, sys, zipfile
cached = {name: getattr(module, '__cached__', None) for name, module in sys.modules.items()}
print(len(cached) > 150, [name for name, path in cached.items() if path and not os.path.exists(path)])
"""


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    yield cloud
    cloud.close()


def test_a_script_runs_behind_every_wall_and_is_reported(cloud: Cloud) -> None:
    cloud.job = job_of(WHO, {"memoryMiB": 100, "processes": 40, "fileMiB": 3, "openFiles": 50, "cpuSec": 9})
    with container(cloud) as task:
        assert (task.wait(), task.has_changed()) == (0, "")
        assert not any(secret in task.logs() for secret in (CODE, SESSION, cloud.url))
    told = json.loads(text_in(cloud))
    assert (told["user"], told["uid"], told["groups"], told["oom"]) == ("script", 63024, [], "1000")
    assert told["limits"] == [356 << 20, 40, 3 << 20, 50, 0, 14]
    assert told["capabilities"] == ["0" * 16, "0" * 16, "1"]
    assert not any(name.startswith(("AWS_", "ECS_", "RUNLET_CLAIM", "RUNLET_API")) for name in told["names"])
    assert {"uid", "bounding-set", "capabilities", "rlimits", "no-new-privs"} <= set(cloud.report["walls"])


def test_what_is_the_runner_s_is_closed_to_the_script(cloud: Cloud) -> None:
    cloud.job = job_of(CLOSED)
    with container(cloud) as task:
        assert task.wait() == 0
    assert text_in(cloud).split() == [b"closed"] * 19
    assert text_in(cloud, 2) == b""


def test_python_s_own_library_works_in_it(cloud: Cloud) -> None:
    cloud.job = job_of(LIBRARIES)
    with container(cloud) as task:
        assert task.wait() == 0
    assert text_in(cloud, 2) == b""
    pool, child, folder = text_in(cloud).decode().splitlines()
    assert (pool, child) == ("[1, 2] True", "3")
    assert folder.startswith("/var/runlet/sandboxes/") and folder.endswith("/tmp (4,)")


def test_nothing_of_ours_or_python_s_is_compiled_anew_in_each_task(cloud: Cloud) -> None:
    cloud.job = job_of(UNCOMPILED)
    with container(cloud) as task:
        assert task.wait() == 0
    assert text_in(cloud) == b"True []\n"


def test_a_script_that_takes_the_task_s_memory_ends_and_its_runner_tells(cloud: Cloud) -> None:
    cloud.job = job_of("x = []\nwhile True: x.append(b'x' * 1_000_000)", {"memoryMiB": 4000})
    with container(cloud) as task:
        assert task.wait() == 0
    assert (cloud.report["facts"]["endedBy"], cloud.report["facts"]["signal"]) == ("out-of-memory", 9)


def test_a_container_that_is_stopped_reports_that_it_was_taken_away(cloud: Cloud) -> None:
    cloud.job, cloud.watched = job_of(STUBBORN), True
    with container(cloud) as task:
        eventually(lambda: log_in(cloud), "the script runs")
        docker("stop", "--time", "120", task.name)
        assert task.wait() == 0
    assert cloud.report["facts"]["endedBy"] == "lost"


def test_a_container_that_is_killed_is_silent_at_once(cloud: Cloud) -> None:
    cloud.job, cloud.watched = job_of(STUBBORN), True
    with container(cloud) as task:
        eventually(lambda: log_in(cloud), "the script runs")
        docker("kill", task.name)
        assert task.wait() == 137
        beats = len(cloud.beats)
        time.sleep(2)
    assert (len(cloud.beats), cloud.reports) == (beats, [])


def test_another_user_than_root_cannot_prepare_a_sandbox_and_is_told(cloud: Cloud) -> None:
    cloud.job = job_of("import os; print(os.getuid())")
    with container(cloud, "--user", "63024:63024") as task:
        assert task.wait() == 4  # the volumes are root's: the platform gives no others
        assert "could not be prepared" in task.logs()
