"""What a driven script leaves for the keeper: files in the io folder, each whole or not there at all."""

import os

from runlet_values import Unfit, plain, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Keeping:
    """Writes result.json, variables.json and exception.json, for the process that the script started in."""

    def __init__(self, folder: str, variables: list[str]) -> None:
        """`folder` is the absolute io folder; `variables` names the globals to keep."""
        self._folder = folder
        self._variables = variables
        self._process = os.getpid()

    def keep_result(self, value: object) -> None:
        """Keeps what `main` returned, unless that is None or `runlet.result()` was called before."""
        if value is None or os.path.exists(os.path.join(self._folder, "result.json")):
            return
        try:
            text = to_json(plain(value, "result"))
        except Unfit as problem:
            self.write("result.json", to_json({"ok": False, "from": "return", "problem": str(problem)}))
        else:
            self.write("result.json", b'{"ok":true,"from":"return","value":' + text + b"}")

    def keep_variables(self, namespace: "dict[str, Any]", *, ended_well: bool) -> None:
        """Keeps the globals asked for; says which are missing (unless the script failed) or no JSON."""
        if not self._variables:
            return
        values: dict[str, object] = {}
        problems = []
        for name in self._variables:
            if name not in namespace:
                problems += [f"`{name}` is not a global of the script at its end."] if ended_well else []
                continue
            try:
                values[name] = plain(namespace[name], name)
                to_json(values[name])
            except Unfit as problem:
                values.pop(name, None)
                problems.append(str(problem))
        answer = {"ok": not problems, "value": values, "problem": " ".join(problems) or None}
        self.write("variables.json", to_json(answer))

    def write(self, name: str, content: bytes) -> None:
        """Writes one file of the io folder. A forked child that comes this far leaves the parent's files alone."""
        if os.getpid() != self._process:
            return
        path = os.path.join(self._folder, name)
        with open(path + ".part", "wb") as part:
            part.write(content)
        os.replace(path + ".part", path)
