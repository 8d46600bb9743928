"""Every limit ends a script that passes it, and the report names it."""

from typing import Any

import pytest
from runner_process import RunnerProcess

GREEDY = "import time\nheld = []\nwhile True:\n    held.append(bytearray(8 << 20)); time.sleep(0.01)"
GREEDY_TREE = (
    "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n        held = bytearray(30 << 20)\n"
    "        time.sleep(60)\n        os._exit(0)\ntime.sleep(60)"
)
FILLING = "import time\nfor n in range(200):\n    open(f'{n}', 'wb').write(bytes(1 << 20)); time.sleep(0.02)"
FLOODING = "import os\nblock = b'x' * 1000000\nwhile True:\n    os.write(1, block)"
DEAF = "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('deaf', flush=True)\nwhile True: time.sleep(1)"

ENDINGS: dict[str, tuple[str, dict[str, Any], str, tuple[int, ...]]] = {
    "runs too long": ("import time; time.sleep(60)", {"timeoutSec": 0.5}, "timeout", (15,)),
    "runs too long and has no grace": (
        "import time; time.sleep(60)",
        {"timeoutSec": 0.5, "graceSec": 0},
        "timeout",
        (15, 9),
    ),
    "runs too long and ignores SIGTERM": (DEAF, {"timeoutSec": 0.5, "graceSec": 0.2}, "timeout", (9,)),
    "stops itself": ("import os; os.kill(os.getpid(), 19)", {"timeoutSec": 0.5, "graceSec": 0.2}, "timeout", (15,)),
    "burns CPU": ("while True: pass", {"cpuSec": 1}, "cpu-limit", (24,)),
    "takes memory": (GREEDY, {"memoryMiB": 64, "timeoutSec": 30}, "out-of-memory", (9,)),
    "takes memory in many processes": (GREEDY_TREE, {"memoryMiB": 64, "timeoutSec": 30}, "out-of-memory", (9,)),
    "fills its workspace": (FILLING, {"workspaceMiB": 8}, "file-limit", (9,)),
    "floods its output": (FLOODING, {"outputBytes": 1000}, "output-limit", (9,)),
}


@pytest.mark.parametrize("title", ENDINGS)
def test_a_script_is_ended_that(runner: RunnerProcess, title: str) -> None:
    code, limits, ended_by, signals = ENDINGS[title]
    facts = runner.run(code, limits).facts
    assert (facts["endedBy"], facts["exitCode"], facts["limitsHit"]) == (ended_by, None, [ended_by])
    assert facts["signal"] in signals


EXCEPTIONS = {
    "asks for too much memory": ("bytearray(2 << 30)", {"memoryMiB": 64}, "MemoryError", "out-of-memory"),
    "writes too large a file": ("open('x', 'wb').write(bytes(3 << 20))", {"fileMiB": 1}, "OSError", "file-limit"),
}


@pytest.mark.parametrize("title", EXCEPTIONS)
def test_an_exception_names_the_limit_behind_it_when_a_script(runner: RunnerProcess, title: str) -> None:
    code, limits, exception, limit = EXCEPTIONS[title]
    facts = runner.run(code, limits).facts
    assert (facts["exception"]["type"], facts["limitsHit"], facts["endedBy"]) == (exception, [limit], None)


def test_a_fork_bomb_neither_spreads_nor_stays(runner: RunnerProcess) -> None:
    code = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    facts = runner.run(code, {"processes": 30, "timeoutSec": 1, "graceSec": 0}).facts
    assert facts["endedBy"] in ("timeout", "process-limit")
    assert runner.run("print('still well')").said() == "still well\n"


def test_output_past_its_limit_is_dropped_counted_and_marked(runner: RunnerProcess) -> None:
    ended = runner.run("for n in range(10000): print('line', n)", {"outputBytes": 1000})
    log = ended.report["log"]
    assert ended.facts["limitsHit"] == ["output-limit"]
    assert (ended.facts["endedBy"], ended.facts["exitCode"]) == (None, 0)
    assert (log["bytes"], log["stdoutBytes"], log["droppedBytes"]) == (1000, 1000, 98890 - 1000)
    assert ended.said(3) == "[runlet: output limit of 1000 bytes reached; what follows is not kept]\n"
    assert ended.report["metrics"]["outputBytes"] == 98890


def test_what_was_printed_before_a_timeout_is_kept(runner: RunnerProcess) -> None:
    ended = runner.run("import time; print('before'); time.sleep(60)", {"timeoutSec": 0.5})
    assert ended.said() == "before\n"


def test_a_handler_of_sigterm_has_its_grace(runner: RunnerProcess) -> None:
    code = (
        "import signal, sys, time\ndef end(*_):\n    print('cleaned up'); sys.exit(7)\n"
        "signal.signal(15, end)\nwhile True: time.sleep(1)"
    )
    ended = runner.run(code, {"timeoutSec": 0.5, "graceSec": 20})
    assert (ended.facts["endedBy"], ended.facts["exitCode"], ended.said()) == ("timeout", 7, "cleaned up\n")


def test_metrics_tell_cpu_time_and_peak_memory(runner: RunnerProcess) -> None:
    code = "held = bytearray(60 << 20)\nn = 0\nwhile n < 3_000_000: n += 1"
    metrics = runner.run(code).report["metrics"]
    assert metrics["cpuUserMs"] > 20
    assert 60 < metrics["peakMemoryMiB"] < 120
    assert metrics["wallMs"] > 20
