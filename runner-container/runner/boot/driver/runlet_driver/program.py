"""The life of one driven script: its file as `__main__`, then its `main`, then what is to be kept of it."""

import os
import sys
from _frozen_importlib_external import SourceFileLoader

from runlet_driver.call import call_main
from runlet_driver.keep import Keeping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def run_program(file: str, style: str, driver: "dict[str, Any]", question: "dict[str, Any] | None" = None) -> None:
    """Runs `file` as CPython would, calls its `main` in style "function", and keeps result and variables.

    With a `question`, which is for style "function" alone, the script's `trigger` is asked before its `main`.

    Whatever the script raises is passed on, so that CPython ends as always: exit codes, Ctrl-C, threads, atexit.
    """
    keeping = Keeping(driver["io"], driver["return_variables"])
    namespace = become_main(file)
    try:
        with open(file, "rb") as source:
            code = compile(source.read(), file, "exec", dont_inherit=True)
        exec(code, namespace)
        if style == "function":
            if question is not None and not _agrees(namespace, question):
                return
            keeping.keep_result(call_main(namespace, file, driver))
        keeping.keep_variables(namespace, ended_well=True)
    except SystemExit:
        keeping.keep_variables(namespace, ended_well=False)
        raise
    except BaseException as error:
        keeping.keep_variables(namespace, ended_well=False)
        from runlet_driver.uncaught import record_uncaught

        record_uncaught(error, file, keeping)
        if isinstance(error, KeyboardInterrupt):
            # Only from code that was given as text does CPython remember to end by SIGINT, as it does for files.
            exec("raise error", {"__name__": __name__, "error": error})
        raise


def _agrees(namespace: "dict[str, Any]", question: "dict[str, Any]") -> bool:
    from runlet_driver.asking import agrees

    return agrees(namespace, question)


def become_main(file: str) -> "dict[str, Any]":
    """What CPython sets before it runs a file: `__main__`'s attributes and the first entry of sys.path."""
    if not sys.flags.safe_path:
        sys.path.insert(0, os.path.dirname(os.path.realpath(file)))
    namespace = sys.modules["__main__"].__dict__
    namespace["__file__"] = file
    namespace["__cached__"] = None
    namespace["__loader__"] = SourceFileLoader("__main__", file)
    return namespace
