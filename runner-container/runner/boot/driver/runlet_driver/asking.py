"""The question to the script's `trigger`: whether this run is to be."""

import os

from runlet_driver.call import VARIADIC_NAMES, call_by_names, required_names, written_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def agrees(namespace: "dict[str, Any]", question: "dict[str, Any]") -> bool:
    """Whether the `trigger` in `namespace` answers with something true; without such a function it is so.

    `question`: `io`, the absolute io folder; `slot`, ISO 8601 or None; `state` and `input`, as in JSON. From the
    question on until it is answered with yes, the file `declined` stands in the io folder: whoever ends the process
    without an answer has not agreed. A yes is also told on the descriptor `answer`, if there is one, which is closed
    then: whatever stands in the folder later is no answer. Raises whatever `trigger` raises, TypeError when it needs
    what nobody gives.
    """
    trigger = namespace.get("trigger")
    if not callable(trigger):
        _tell_yes(question)
        return True
    process, mark = os.getpid(), os.path.join(question["io"], "declined")
    os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if not _answer(trigger, question):
        return False
    # A fork of the script that comes this far speaks for nobody.
    if os.getpid() == process:
        if os.path.lexists(mark):
            os.unlink(mark)
        _tell_yes(question)
    return True


def _tell_yes(question: "dict[str, Any]") -> None:
    answer = question.pop("answer", None)
    if answer is not None:
        os.write(answer, b"y")
        os.close(answer)


def _answer(trigger: "Any", question: "dict[str, Any]") -> object:
    return call_by_names(trigger, _arguments(written_function(trigger), question))


def _arguments(written: "Any", question: "dict[str, Any]") -> "dict[str, Any]":
    """Of slot, state and input those that the function has parameters for."""
    code = getattr(written, "__code__", None)
    if code is None:
        return {}
    offered = ("slot", "state", "input")
    missing = [name for name in required_names(written) if name not in offered]
    if missing:
        needed = ", ".join(f"`{name}`" for name in missing)
        raise TypeError(f"trigger() is given slot, state and input where it names them, but needs {needed}.")
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    taken = offered if code.co_flags & VARIADIC_NAMES else [name for name in offered if name in names]
    return {name: _value(name, question) for name in taken}


def _value(name: str, question: "dict[str, Any]") -> "Any":
    value = question[name]
    if name != "slot" or value is None:
        return value
    from datetime import UTC, datetime

    return datetime.fromisoformat(value).astimezone(UTC)
