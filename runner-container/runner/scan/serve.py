"""The resident loop: a JSON line in, a JSON line out, each request answered by a child process of its own."""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

from .limits import limit_child
from .parse import syntax_error
from .reading import unread
from .request import LEVELS, BadRequest, Request, read_request
from .scan import scan

_DIED = "Python's parser ended ({how}) while reading this script: it is nested too deeply, or too large, to be read."
_OUT_OF_PATIENCE = {"SIGXCPU", "SIGKILL", "SIGALRM"}
"""A scan that was ended for taking too much says nothing about the source: Python may well run it."""
_WARMING = b"import argparse, absent_module\np = argparse.ArgumentParser()\np.add_argument('--n', type=int)\n"


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers until the requests end. Every request gets exactly one answer."""
    for line in requests:
        if line.strip():
            answers.write(answer_in_child(line) + b"\n")
            answers.flush()


def warm_up() -> None:
    """Fills, before the first fork, the caches that every child would otherwise fill anew: rules, patterns, paths."""
    for level in LEVELS:
        scan(Request(0, {"script.py": _WARMING}, None, level, None))


def answer_line(line: bytes) -> bytes:
    """One request line to one answer line, in this very process."""
    asked = None
    try:
        raw = json.loads(line)
        asked = raw.get("id") if isinstance(raw, dict) else None
        return _dump(scan(read_request(raw)))
    except BadRequest as error:
        return _dump({"id": asked, "error": str(error)})
    except ValueError as error:
        return _dump({"id": asked, "error": f"The request is not a line of JSON: {error}"})
    except (RecursionError, MemoryError) as error:
        return _dump({"id": asked, "error": _DIED.format(how=type(error).__name__)})


def answer_in_child(line: bytes, limit: Callable[[], None] | None = None) -> bytes:
    """One request line to one answer line. `limit` is called in the child; see limits.py for what it is unless given.

    A hostile source can crash CPython's parser or eat memory: only the fork that reads it dies of it.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _answer_and_leave(line, writer, limit or limit_child)
    os.close(writer)
    with open(reader, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if status == 0 and answer:
        return answer
    return _answer_for_the_dead(line, _how(status))


def _answer_for_the_dead(line: bytes, how: str) -> bytes:
    """The request is scanned again for its names alone, and the entry blamed, as most likely it was."""
    try:
        asked = read_request(json.loads(line))
    except (ValueError, RecursionError, MemoryError):
        return _dump({"id": None, "error": _DIED.format(how=how)})
    answer = scan(dataclasses.replace(asked, files=dict.fromkeys(asked.files)))
    blamed = str(answer["entry"] or next((name for name in asked.files if name.endswith(".py")), "script.py"))
    if how in _OUT_OF_PATIENCE:
        answer["findings"] = [unread(blamed).as_json()]
    else:
        answer["syntaxErrors"] = [syntax_error(blamed, 1, 1, _DIED.format(how=how))]
    return _dump(answer)


def _answer_and_leave(line: bytes, writer: int, limit: Callable[[], None]) -> None:
    code = 1
    try:
        limit()
        gc.disable()
        answer = answer_line(line)
        with open(writer, "wb") as pipe:
            pipe.write(answer)
        code = 0
    except Exception as error:
        sys.stderr.write(f"scanner: {type(error).__name__}: {error}\n")
        sys.stderr.flush()
    finally:
        os._exit(code)


def _how(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit code {os.waitstatus_to_exitcode(status)}"


def _dump(answer: dict[str, object]) -> bytes:
    return json.dumps(answer, ensure_ascii=True, allow_nan=False).encode("ascii")
