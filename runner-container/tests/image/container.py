"""A container of the task's image, as bare and as limited as Fargate runs it."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.task.cloud import CODE, RUN, Cloud

CAPABILITIES = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETPCAP", "SETUID")
"""What a task needs; README.md says what for."""


def docker(*args: str) -> str:
    """The client's stdout."""
    return subprocess.run(["docker", *args], check=True, capture_output=True, text=True).stdout


class Container:
    """One task that was started for the run of the cloud."""

    def __init__(self, name: str) -> None:
        self.name = name

    def wait(self) -> int:
        """The exit code of its main process."""
        return int(docker("wait", self.name))

    def logs(self) -> str:
        """What the operator reads."""
        return docker("logs", self.name)

    def has_changed(self) -> str:
        """What the container wrote outside of its volumes."""
        return docker("diff", self.name)


@contextmanager
def container(cloud: Cloud, *flags: str) -> Iterator[Container]:
    """Starts one; its volumes come as root's alone, mode 0755, as Fargate gives them."""
    with tempfile.TemporaryDirectory(prefix="runlet-image-") as folder:
        volumes = [(f"{folder}/work", "/var/runlet"), (f"{folder}/tmp", "/tmp")]
        for path, _ in volumes:
            os.mkdir(path, 0o755)
        env = {
            "RUNLET_API": f"{cloud.url}/prod", "RUNLET_RUN": RUN, "RUNLET_CLAIM": CODE,
            "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE", "ECS_CONTAINER_METADATA_URI_V4": f"{cloud.url}/metadata",
        }  # fmt: skip
        name = docker(
            *("run", "--detach", "--network", "host", "--read-only", "--memory", "512m", "--memory-swap", "512m"),
            *("--cpus", "0.25", "--pids-limit", "1024", "--ulimit", "nofile=4096", "--cap-drop", "ALL"),
            *(flag for name in CAPABILITIES for flag in ("--cap-add", name)),
            *(flag for path, at in volumes for flag in ("--volume", f"{path}:{at}")),
            *(flag for key, value in env.items() for flag in ("--env", f"{key}={value}")),
            *flags,
            os.environ["RUNLET_TEST_IMAGE"],
        ).strip()
        try:
            yield Container(name)
        finally:
            docker("rm", "--force", "--volumes", name)
            # The container's root is ours, its scripts' files are not.
            subprocess.run(["rm", "-rf", *(path for path, _ in volumes)], check=True)
