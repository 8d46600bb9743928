"""Scripts that do not end by themselves, and how to see that they did."""

from tests.runner.runner_process import eventually, is_running
from tests.task.cloud import Cloud
from tests.task.task_process import text_in

SLEEP = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.getpid(), flush=True)\n"
    "while True: time.sleep(1)"
)


def expect_dead(cloud: Cloud) -> None:
    """The script that printed its process id does not run."""
    eventually(lambda: not is_running(int(text_in(cloud).split()[0])), "the script is gone")
