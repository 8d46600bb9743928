"""`runlet.input`."""

import os

from runlet._place import io_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read_input() -> "Any":
    """The run's input, None when it has none; outside Runlet what `input.json` in the current folder holds.

    Raises ValueError when the file is no JSON.
    """
    import json

    path = os.environ.get("RUNLET_INPUT_FILE") or (None if io_file("") else "input.json")
    text = os.environ.get("RUNLET_INPUT")
    if text is None and path is not None and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
    return None if text is None else json.loads(text)
