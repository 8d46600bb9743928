"""Scripts that are asked before they run."""

from typing import Any

from tests.boot.standby import Ended, GivenScript, Script, run_waiting

STYLES = ("script", "variables", "function")
SLOT = "2026-11-21T03:00:00.000Z"
QUESTION = {"slot": SLOT, "state": {}, "input": None}


def asked(given_script: GivenScript, trigger: str, style: str = "script", **question: Any) -> tuple[Ended, Script]:
    """A script with this trigger whose other part says `ran`."""
    rest = "def main():\n    print('ran')" if style == "function" else "print('ran')"
    script = given_script(f"{trigger}\n{rest}\n", question={**QUESTION, **question})
    return run_waiting(script, style), script
