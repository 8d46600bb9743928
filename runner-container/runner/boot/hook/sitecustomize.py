"""Holds a fresh interpreter at the door until it is told what to run, then leaves without a trace.

CPython's `site` imports this module before it opens the script, because PYTHONPATH names this folder. It says
`r` on the descriptor in RUNLET_BOOT, reads the job (a marshal'ed dict, until EOF), arranges the process as the
job says and returns: CPython itself then runs the file. Only what every interpreter has loaded by now is imported
here, so that nothing is left behind.
"""

import io
import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HERE = os.path.dirname(__file__)
_BOOT = os.environ.pop("RUNLET_BOOT", None)
_AGAIN = "again:"


def _receive(boot: str) -> "tuple[dict[str, Any], bool]":
    """The job from the keeper, or from the pass before this one when the interpreter was started afresh."""
    again = boot.startswith(_AGAIN)
    fd = int(boot.removeprefix(_AGAIN))
    os.set_inheritable(fd, False)
    if not again:
        os.write(fd, b"r")
    parts = []
    while part := os.read(fd, 1 << 20):
        parts.append(part)
    job = marshal.loads(b"".join(parts))
    if job["trigger"] is None or again:
        os.close(fd)
    else:
        # The keeper waits on it for the answer.
        job["trigger"]["answer"] = fd
    return job, again


def _start_afresh(job: "dict[str, Any]") -> None:
    """Replaces this interpreter by one that has the job's environment and argv from its first instruction."""
    env = job["env"]
    job = {**job, "env": None, "pythonpath": env.get("PYTHONPATH")}
    reader = _keep_for_later(marshal.dumps(job))
    for fd in (reader, *_answer_of(job)):
        os.set_inheritable(fd, True)
    search = _HERE + os.pathsep + env["PYTHONPATH"] if env.get("PYTHONPATH") else _HERE
    os.chdir(job["cwd"])
    env = {**env, "PYTHONPATH": search, "RUNLET_BOOT": _AGAIN + str(reader)}
    os.execve(sys.executable, [sys.executable, *job["argv"]], env)


def _answer_of(job: "dict[str, Any]") -> "list[int]":
    return [] if job["trigger"] is None else [job["trigger"]["answer"]]


def _keep_for_later(data: bytes) -> int:
    """A descriptor that gives the bytes. Not a pipe: nobody reads while we write, and a pipe holds only 64 KiB."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("job")
    else:
        path = os.path.join(os.environ["TMPDIR"], "job")
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.unlink(path)
    while data:
        data = data[os.write(fd, data) :]
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def _arrange(job: "dict[str, Any]") -> None:
    """Sets environment, time zone, folder, argv, buffering and the last entry of sys.path."""
    if job["env"] is None:
        _restore("PYTHONPATH", job["pythonpath"])
    else:
        os.environ.clear()
        os.environ.update(job["env"])
        if "TZ" in job["env"]:
            sys.modules["time"].tzset()
        os.chdir(job["cwd"])
        sys.argv[:] = job["argv"]
        sys.orig_argv[1:] = job["argv"]
    if job["line_buffered"] and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    sys.path.append(job["sdk"])


def _restore(name: str, value: "str | None") -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _leave() -> None:
    """Takes this folder and this module out of everything that a script can look at."""
    if _HERE in sys.path:
        sys.path.remove(_HERE)
    sys.path_importer_cache.pop(_HERE, None)
    sys.modules.pop("sitecustomize", None)


def _load_driver(job: "dict[str, Any]") -> "Any":
    packages = [os.path.join(os.path.dirname(_HERE), "driver"), job["sdk"]]
    sys.path[:0] = packages
    import runlet_driver

    del sys.path[: len(packages)]
    for folder in packages:
        sys.path_importer_cache.pop(folder, None)
    return runlet_driver


def _call_driver(job: "dict[str, Any]", start_file: str) -> None:
    """Lets CPython call our driver where it would open the start file.

    A folder or zip given as script takes the same road: CPython asks the path's importer, then `runpy`. So no start
    file of ours has to stand among the user's files.
    """
    _load_driver(job).stand_in_for_runpy(job, start_file)


def _ask_in_child(job: "dict[str, Any]") -> None:
    """Asks the `trigger` of a script that runs as `__main__`, in a fork, so that nothing of the question is left here.

    Returns when the script is to begin, which the keeper is told; else this process ends as the fork did.
    """
    keeper, (heard, answer) = job["trigger"].pop("answer"), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(keeper)
            _load_driver(job).answer_and_end(job["file"], {**job["trigger"], "answer": answer})
        finally:
            os._exit(70)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    folder = job["trigger"]["io"]
    if code < 0:
        _end_by_signal(-code)
    # What the fork left running may still hold the pipe: there is no waiting for its end.
    os.write(answer, b".")
    agreed = os.read(heard, 1) == b"y"
    if code > 0 or (not agreed and os.path.lexists(os.path.join(folder, "declined"))):
        os._exit(code)
    os.write(keeper, b"y")
    for fd in (heard, answer, keeper):
        os.close(fd)
    for name in ("result.json", "state.out.json"):
        # What the script itself did not say is not its result, nor its state.
        try:
            os.unlink(os.path.join(folder, name))
        except OSError:  # most often there is none
            continue


def _end_by_signal(number: int) -> None:
    import signal

    if number != signal.SIGKILL:
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)


def _pass_on(boot: str) -> None:
    """Receives and carries out the job; when that fails, the script must not run at all."""
    try:
        start_file = os.path.join(os.getcwd(), sys.argv[0])
        job, again = _receive(boot)
        if job["cold"] and not again:
            _start_afresh(job)
        for fd in _answer_of(job):
            os.set_inheritable(fd, False)
        _leave()
        _arrange(job)
        if job["trigger"] is not None and job["style"] != "function":
            _ask_in_child(job)
        if job["style"] != "script":
            _call_driver(job, start_file)
    except BaseException as problem:
        sentence = f"[runlet: the sandbox could not be started: {type(problem).__name__}: {problem}]\n"
        os.write(2, sentence.encode())
        os._exit(125)


if _BOOT is None:
    _leave()
else:
    _pass_on(_BOOT)

# The environment's own module of this name comes next; without one, `site` expects this very ModuleNotFoundError.
__import__("sitecustomize")
