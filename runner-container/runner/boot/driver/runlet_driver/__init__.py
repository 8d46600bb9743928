"""Runs a script whose result is what `main` returns, or what some of its globals hold, inside its interpreter.

Nothing here is imported for scripts of native style, but in a fork that asks their `trigger`. What is imported here
is paid by every run of the other styles: so no `json`, `re`, `types`, `typing`, `inspect` or `traceback` unless the
script loaded them or failed.
"""

import sys

from runlet_driver.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


def stand_in_for_runpy(job: "dict[str, Any]", start_file: str) -> None:
    """Makes CPython call `run_program` instead of reading `start_file`, the absolute path it was started with.

    `job` is the keeper's boot message, of which `file`, `style`, `driver` and `trigger` are used.
    """
    stand_in = type(sys)("runpy")

    def run_module_as_main(_name: str, _alter_argv: bool) -> None:
        del sys.modules["runpy"], sys.path[0]
        sys.path_importer_cache[start_file] = None
        run_program(job["file"], job["style"], job["driver"], job["trigger"])

    stand_in.__dict__["_run_module_as_main"] = run_module_as_main
    sys.modules["runpy"] = stand_in
    # Whatever is not None counts as an importer, and so turns CPython away from opening the file.
    sys.path_importer_cache[start_file] = stand_in


def answer_and_end(file: str, question: "dict[str, Any]") -> "NoReturn":
    """Asks the `trigger` of `file` without running the file, and ends this process; see `beforehand`."""
    from runlet_driver.beforehand import answer_and_end

    answer_and_end(file, question)
