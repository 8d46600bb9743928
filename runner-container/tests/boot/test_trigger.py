"""`trigger`, through a waiting interpreter: when it is asked, what it is given, what is left of it."""

import pytest

from tests.boot.question import QUESTION, STYLES, asked
from tests.boot.standby import GivenScript, Script, run_waiting


def declined(script: Script) -> bool:
    return (script.io / "declined").exists()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("answer", ["True", "1", "'go'", "[0]", "object()"])
def test_something_true_lets_the_run_begin(given_script: GivenScript, style: str, answer: str) -> None:
    ended, script = asked(given_script, f"def trigger(): return {answer}", style)
    assert (ended.code, ended.stdout, declined(script)) == (0, "ran\n", False), ended.stderr


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("answer", ["False", "None", "0", "''", "[]"])
def test_something_false_ends_it(given_script: GivenScript, style: str, answer: str) -> None:
    ended, script = asked(given_script, f"def trigger(): return {answer}", style)
    assert (ended.code, ended.stdout, ended.stderr, declined(script)) == (0, "", "", True)


@pytest.mark.parametrize("cold", [False, True])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("answer", "told"), [("True", b"y"), ("False", b"")])
def test_the_keeper_hears_a_yes_before_the_script_begins(
    given_script: GivenScript, style: str, answer: str, told: bytes, cold: bool
) -> None:
    script = given_script(f"def trigger(): return {answer}\ndef main(): pass\n", question=QUESTION)
    ended = run_waiting(script, style, cold=cold)
    assert (ended.code, ended.answer, declined(script)) == (0, told, told == b""), ended.stderr


@pytest.mark.parametrize("style", STYLES)
def test_it_is_asked_once(given_script: GivenScript, style: str) -> None:
    trigger = "import os\ndef trigger():\n    os.mkdir('asked')\n    return True"
    assert asked(given_script, trigger, style)[0].code == 0


@pytest.mark.parametrize("style", STYLES)
def test_it_is_not_asked_without_a_question(given_script: GivenScript, style: str) -> None:
    script = given_script("def trigger(): 1 / 0\ndef main(): print('ran')\nif 'main' == 'mai':\n    main()")
    assert run_waiting(script, style).code == 0
    assert not declined(script)


@pytest.mark.parametrize("style", STYLES)
def test_it_gets_what_it_names(given_script: GivenScript, style: str) -> None:
    trigger = """
def trigger(slot, state, *, input, further=3):
    assert (slot.isoformat(), slot.utcoffset().total_seconds()) == ("2026-11-21T03:00:00+00:00", 0), slot
    return (state, input, further) == ({"seen": 4}, {"a": 1}, 3)
"""
    ended, _ = asked(given_script, trigger, style, state={"seen": 4}, input={"a": 1})
    assert ended.stdout == "ran\n", ended.stderr


@pytest.mark.parametrize(
    "trigger",
    [
        "def trigger(state, /, slot=1): return state == {} and slot.year == 2026",
        "def trigger(**given): return sorted(given) == ['input', 'slot', 'state']",
        "def trigger(*args): return args == ()",
        "async def trigger(slot):\n    import asyncio\n    await asyncio.sleep(0)\n    return slot.month == 11",
        "import functools\n@functools.lru_cache\ndef trigger(slot): return slot.day == 21",
        "import functools\n@functools.partial\ndef trigger(): return True",
    ],
)
def test_its_parameters_may_take_any_form(given_script: GivenScript, trigger: str) -> None:
    for style in STYLES:
        ended, _ = asked(given_script, trigger, style)
        assert ended.stdout == "ran\n", ended.stderr


def test_a_run_without_a_slot_gives_none(given_script: GivenScript) -> None:
    assert asked(given_script, "def trigger(slot): return slot is None", slot=None)[0].stdout == "ran\n"


@pytest.mark.parametrize("style", STYLES)
def test_an_exception_is_shown_without_a_line_of_ours(given_script: GivenScript, style: str) -> None:
    ended, script = asked(given_script, "def trigger():\n    return {}['missing']", style)
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Traceback (most recent call last):\n  File ")
    assert ended.stderr.count('  File "') == 1
    assert f'File "{script.work}/script.py", line 2, in trigger' in ended.stderr
    assert ended.stderr.endswith("KeyError: 'missing'\n")


@pytest.mark.parametrize("style", STYLES)
def test_a_parameter_that_nobody_fills_is_told(given_script: GivenScript, style: str) -> None:
    ended, _ = asked(given_script, "def trigger(event): return True", style)
    assert ended.code == 1
    told = "TypeError: trigger() is given slot, state and input where it names them, but needs `event`.\n"
    assert ended.stderr == told


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("leave", "code"),
    [("sys.exit(3)", 3), ("sys.exit('text')", 1), ("os._exit(4)", 4), ("os.kill(os.getpid(), 9)", -9)],
)
def test_a_trigger_that_ends_the_process_ends_the_run_so(
    given_script: GivenScript, style: str, leave: str, code: int
) -> None:
    ended, _ = asked(given_script, f"import os, sys\ndef trigger():\n    {leave}", style)
    assert (ended.code, ended.stdout) == (code, "")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("leave", ["sys.exit()", "os._exit(0)"])
def test_to_end_well_without_an_answer_is_no_answer(given_script: GivenScript, style: str, leave: str) -> None:
    ended, script = asked(given_script, f"import os, sys\ndef trigger():\n    {leave}", style)
    assert (ended.code, ended.stdout, declined(script)) == (0, "", True)


@pytest.mark.parametrize("number", [11, 13, 15])
def test_a_signal_that_ends_the_fork_ends_the_run(given_script: GivenScript, number: int) -> None:
    by_default = f"    signal.signal({number}, signal.SIG_DFL)\n    os.kill(os.getpid(), {number})"
    assert asked(given_script, f"import os, signal\ndef trigger():\n{by_default}")[0].code == -number


@pytest.mark.parametrize("style", STYLES)
def test_a_fork_of_it_does_not_answer(given_script: GivenScript, style: str) -> None:
    trigger = "import os\ndef trigger():\n    child = os.fork()\n    return child == 0 or os.waitpid(child, 0) is None"
    ended, script = asked(given_script, trigger, style)
    assert (ended.code, declined(script)) == (0, True)


def test_without_such_a_function_the_run_begins(given_script: GivenScript) -> None:
    for style in STYLES:
        assert asked(given_script, "trigger = None", style)[0].stdout == "ran\n"
