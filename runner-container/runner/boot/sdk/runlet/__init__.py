"""What a script can say to Runlet. Every run has this module; a script that never imports it runs all the same.

    import runlet

    rows = runlet.input["rows"]                  # the run's input, as JSON gives it
    runlet.progress(0.5, "half of the rows")     # shown live
    runlet.artifact("chart.svg", svg_text)       # a file that is kept
    runlet.state["last_seen"] = rows[-1]["id"]   # there again in the script's next run
    runlet.result({"rows": len(rows)})           # the run's result
    day = runlet.slot()                          # the due time, when a schedule runs it

Under plain `python3 script.py` everything works too: results and progress are printed on stderr, artifacts and state
are kept in the current folder, and the input is read from the file `input.json` there.
"""

from runlet._artifact import artifact
from runlet._progress import progress
from runlet._result import result
from runlet._slot import slot
from runlet._state import State, state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    input: Any
    """The run's input as JSON gives it, None when the run has none."""

__all__ = ["State", "artifact", "input", "progress", "result", "slot", "state"]


def __getattr__(name: str) -> "Any":
    if name == "input":
        from runlet._input import read_input

        # Kept as the module's own attribute, so that it is read once and changes made to it stay.
        globals()["input"] = read_input()
        return globals()["input"]
    raise AttributeError(f"runlet has no {name!r}; it has {', '.join(__all__)}.")
