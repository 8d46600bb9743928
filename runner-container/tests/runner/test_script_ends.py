"""Whatever way a script ends, the report tells that way, its output is kept and nothing of it stays."""

import pytest
from runner_process import RunnerProcess, eventually, is_running

EXITS = {
    "returns": ("print(1)", 0, None),
    "is empty": ("", 0, None),
    "has a BOM and CRLF": ("\ufeffprint(1)\r\n", 0, None),
    "calls os._exit": ("import os; os._exit(3)", 3, None),
    "exits with a text": ("import sys; sys.exit('text')", 1, None),
    "exits with None": ("import sys; sys.exit(None)", 0, None),
    "exits with 256": ("import sys; sys.exit(256)", 0, None),
    "exits like a signal": ("import sys; sys.exit(137)", 137, None),
    "kills itself": ("import os; os.kill(os.getpid(), 9)", None, 9),
    "crashes": ("import os; os.kill(os.getpid(), 11)", None, 11),
    "closes its output": ("import os; os.close(1); os.close(2)", 0, None),
    "deletes its workspace": (
        "import os, shutil; d = os.getcwd(); os.chdir('/'); shutil.rmtree(d, ignore_errors=True)",
        0,
        None,
    ),
    "makes a deep tree": (
        "import os\nfor _ in range(1200):\n    os.mkdir('d'); os.chdir('d')\nos.chmod('.', 0)",
        0,
        None,
    ),
}


@pytest.mark.parametrize("title", EXITS)
def test_a_script_that(runner: RunnerProcess, title: str) -> None:
    code, exit_code, signal = EXITS[title]
    ended = runner.run(code)
    assert (ended.facts["exitCode"], ended.facts["signal"], ended.facts["endedBy"]) == (exit_code, signal, None)
    eventually(lambda: not runner.sandboxes, "its folders are removed")


def test_an_uncaught_exception_is_told_with_its_line(runner: RunnerProcess) -> None:
    ended = runner.run("def f():\n    raise ValueError('bad row')\nf()\n")
    exception = ended.facts["exception"]
    assert (exception["type"], exception["message"], exception["line"]) == ("ValueError", "bad row", 2)
    assert ended.facts["exitCode"] == 1


def test_a_syntax_error_is_an_exception_too(runner: RunnerProcess) -> None:
    exception = runner.run("print(1)\ndef x(:\n").facts["exception"]
    assert (exception["type"], exception["line"]) == ("SyntaxError", 2)


def test_a_caught_exception_is_none(runner: RunnerProcess) -> None:
    code = "import sys, traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()\nsys.exit(2)"
    assert runner.run(code).facts["exception"] is None


def test_input_arrives_on_stdin_in_a_variable_and_in_a_file(runner: RunnerProcess) -> None:
    code = (
        "import os, sys; e = os.environ; f = open(e['RUNLET_INPUT_FILE'])\n"
        "print(sys.stdin.read(), e['RUNLET_INPUT'], f.read())"
    )
    ended = runner.run(code, hasInput=True, input={"é": 1})
    assert ended.said().split("{")[1:] == ['"é": 1} ', '"é": 1} ', '"é": 1}\n']


def test_large_input_arrives_on_stdin_and_nobody_need_read_it(runner: RunnerProcess) -> None:
    big = "x" * 3_000_000
    ended = runner.run(
        "import os, sys; print(len(sys.stdin.read()), 'RUNLET_INPUT' in os.environ)", hasInput=True, input=big
    )
    assert ended.said() == "3000002 False\n"
    assert runner.run("print(1)", hasInput=True, input=big).facts["exitCode"] == 0


def test_without_input_stdin_is_at_its_end(runner: RunnerProcess) -> None:
    assert runner.run("import sys; print(repr(sys.stdin.read()))").said() == "''\n"


def test_argv_and_variables_of_the_job_arrive(runner: RunnerProcess) -> None:
    ended = runner.run(
        "import os, sys; print(sys.argv, os.environ['REGION'])", args=["a", "b c"], env={"REGION": "north"}
    )
    assert ended.said() == "['script.py', 'a', 'b c'] north\n"


def test_variables_that_an_interpreter_reads_at_its_start_take_effect(runner: RunnerProcess) -> None:
    ended = runner.run("import sys; print(sys.flags.optimize, sys.argv)", env={"PYTHONOPTIMIZE": "2"})
    assert ended.said() == "2 ['script.py']\n"


def test_an_entry_in_a_folder_runs_under_its_name(runner: RunnerProcess) -> None:
    files = {"pkg/run.py": "import near; print(near.x, __file__[-11:])", "pkg/near.py": "x = 7"}
    assert runner.run(files, entry="pkg/run.py").said() == "7 /pkg/run.py\n"


def test_signals_are_as_a_shell_leaves_them(runner: RunnerProcess) -> None:
    code = "print(*[line for line in open('/proc/self/status') if line.startswith(('SigIgn', 'SigBlk'))])"
    # Python itself ignores SIGPIPE (13) and SIGXFSZ (25): bits 12 and 24.
    assert runner.run(code).said().split() == ["SigBlk:", f"{0:016x}", "SigIgn:", f"{1 << 12 | 1 << 24:016x}"]


def test_a_grandchild_that_holds_stdout_delays_nothing_and_dies(runner: RunnerProcess) -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid, flush=True)"
    ended = runner.run(code)
    assert ended.facts["exitCode"] == 0
    assert not is_running(int(ended.said()))


def test_daemons_die_with_the_run(runner: RunnerProcess) -> None:
    code = (
        "import os, time\nfor _ in range(10):\n    if os.fork() == 0:\n        os.setsid()\n"
        "        if os.fork() == 0:\n            print(os.getpid(), flush=True)\n            time.sleep(600)\n"
        "        os._exit(0)\nwhile True:\n    try: os.wait()\n    except ChildProcessError: break\ntime.sleep(.2)\n"
    )
    ended = runner.run(code)
    pids = [int(line) for line in ended.said().split()]
    assert len(pids) == 10
    assert not any(map(is_running, pids))


def test_a_helper_that_ends_soon_after_the_script_is_heard_out(runner: RunnerProcess) -> None:
    code = "import subprocess; subprocess.Popen(['sh', '-c', 'sleep 0.02; echo late'])"
    assert runner.run(code).said() == "late\n"
