"""Whether a script runs as a script or by a call of its main."""

from typing import Any

import pytest

from tests.scan.asking import Scan

FUNCTION = {
    "a main that nothing calls": "def main(a): pass",
    "an async main": "async def main(a): pass",
    "a call in a method only": "def main(): pass\nclass A:\n    def run(self): main()",
    "a main that helpers call but nothing at top level does": "def main(): pass\ndef other(): main()",
    "a call of another function": "import logging\ndef main(): pass\nlogging.info('x')",
}
SCRIPT = {
    "no main": "print(1)",
    "a call": "def main(): pass\nmain()",
    "a call under the guard": "def main(): pass\nif __name__ == '__main__':\n    main()",
    "sys.exit(main())": "import sys\ndef main(): pass\nsys.exit(main())",
    "a function handed over": "import asyncio\nasync def main(): pass\nasyncio.run(main())",
    "a name handed over": "import fire\ndef main(): pass\nfire.Fire(main)",
    "a call through another function": "def main(): pass\ndef cli():\n    main()\ncli()",
    "a call in a try": "def main(): pass\ntry:\n    main()\nexcept Exception: pass",
    "a decorated main run by its framework": (
        "import typer\napp = typer.Typer()\n@app.command()\ndef main(a: int): ...\n"
        "if __name__ == '__main__':\n    app()"
    ),
    "a main inside of a class": "class A:\n    def main(self): pass",
    "a nested main": "def outer():\n    def main(): pass",
}


@pytest.mark.parametrize("source", FUNCTION.values(), ids=FUNCTION)
def test_is_function_style(scan_source: Scan, source: Any) -> None:
    assert scan_source(source)["style"] == "function"


@pytest.mark.parametrize("source", SCRIPT.values(), ids=SCRIPT)
def test_is_script_style(scan_source: Scan, source: Any) -> None:
    assert scan_source(source)["style"] == "script"


TRIGGER = {
    "a function": "def trigger(): return True\nprint(1)",
    "an async function": "async def trigger(slot): return True\nprint(1)",
    "a decorated function": "import functools\n@functools.cache\ndef trigger(): ...",
}
NO_TRIGGER = {
    "a method": "class A:\n    def trigger(self): ...",
    "a nested function": "def outer():\n    def trigger(): ...",
    "a class": "class trigger: ...",
    "a value": "trigger = 3",
    "a call": "from event import trigger\ntrigger()",
}


@pytest.mark.parametrize("source", TRIGGER.values(), ids=TRIGGER)
def test_is_a_trigger(scan_source: Scan, source: Any) -> None:
    assert scan_source(source)["hasTrigger"] is True


@pytest.mark.parametrize("source", NO_TRIGGER.values(), ids=NO_TRIGGER)
def test_is_no_trigger(scan_source: Scan, source: Any) -> None:
    assert scan_source(source)["hasTrigger"] is False


@pytest.mark.parametrize("source", ["slot, /, state", "*, input, slot=None", "wait=3", "*args, **rest", ""])
def test_a_trigger_may_take_what_it_is_given(scan_source: Scan, source: str) -> None:
    assert scan_source(f"def trigger({source}): ...\nprint(1)")["findings"] == []


@pytest.mark.parametrize("source", ["event", "slot, event", "slot=None, *, event"])
def test_a_trigger_that_needs_something_else_is_told(scan_source: Scan, source: str) -> None:
    (finding,) = scan_source(f"print(1)\nasync def trigger({source}): ...")["findings"]
    assert (finding["rule"], finding["line"]) == ("trigger-parameters", 2)
    assert finding["message"] == "trigger() needs event, which nobody gives it."
    assert "give event a default" in finding["fix"]


@pytest.mark.parametrize(
    ("source", "empty"),
    [
        ("", "file"),
        (" \n\n", "file"),
        (b"\xef\xbb\xbf", "file"),
        ("# only\n", "statements"),
        ('"""doc"""', "statements"),
        ("pass", "statements"),
        ("x = 1", None),
    ],
)
def test_says_what_is_empty_about_a_script_that_does_nothing(scan_source: Scan, source: Any, empty: Any) -> None:
    assert scan_source(source)["empty"] == empty
