"""The question to the `trigger` of a script that runs as `__main__`: asked before the script begins, and apart from it.

All of this happens in a fork of the waiting interpreter, which ends with the answer.
"""

import os
import sys

from runlet_driver.asking import agrees
from runlet_driver.definitions import made_for_trigger, place_of
from runlet_driver.keep import Keeping
from runlet_driver.program import become_main
from runlet_driver.uncaught import record_uncaught

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


def answer_and_end(file: str, question: "dict[str, Any]") -> "NoReturn":
    """Makes what `trigger` uses of `file`, asks, and ends this process as a script would end that has only that to do.

    Standard input is empty and standard output goes where the errors go: both are the script's own. `question` and
    how the answer is told: see `agrees`.
    """
    code = 1
    try:
        _give_up_pipes()
        code = _ended(file, question)
        _tidy_up()
    finally:
        os._exit(code)


def _give_up_pipes() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)


def _ended(file: str, question: "dict[str, Any]") -> int:
    """The exit code."""
    try:
        namespace = become_main(file)
        with open(file, "rb") as source:
            text = source.read()
        exec(compile(made_for_trigger(text, file), file, "exec", dont_inherit=True), namespace)
        agrees(namespace, question)
    except SystemExit as error:
        return _code_of(error)
    except BaseException as error:
        if isinstance(error, NameError):
            _explain(error, file)
        record_uncaught(error, file, Keeping(question["io"], []))
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def _code_of(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return (error.code or 0) & 0xFF
    sys.stderr.write(f"{error.code}\n")
    return 1


def _explain(error: NameError, file: str) -> None:
    with open(file, "rb") as source:
        line = place_of(source.read(), str(error.name))
    if line is not None:
        error.add_note(
            f"trigger() is asked before the script begins: line {line}, which sets {error.name}, has not run. "
            "Set it inside of trigger(), or make it a constant."
        )


def _tidy_up() -> None:
    """What CPython does at the end of a program: threads, atexit, buffers."""
    shut_down = getattr(sys.modules.get("threading"), "_shutdown", None)
    if shut_down is not None:
        shut_down()
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()
