"""The log is what the script wrote, as bytes, with an index from which lines and their order can be read."""

from runner_process import Ended, RunnerProcess


def lines_by_seq(ended: Ended) -> dict[int, tuple[int, bytes]]:
    """Cuts lines as a reader does: by newline, and at the end what is unfinished, stdout's first."""
    open_lines = {1: b"", 2: b"", 3: b""}
    lines: dict[int, tuple[int, bytes]] = {}
    for read in ended.reads:
        assert read.first == len(lines)
        assert read.unfinished == bool(open_lines[read.stream])
        *complete, open_lines[read.stream] = (open_lines[read.stream] + read.data).split(b"\n")
        lines |= {len(lines) + n: (read.stream, line) for n, line in enumerate(complete)}
    lines |= {len(lines) + n: rest for n, rest in enumerate(item for item in open_lines.items() if item[1])}
    return lines


def test_bytes_of_any_kind_are_kept_as_they_are(runner: RunnerProcess) -> None:
    ended = runner.run("import sys; sys.stdout.buffer.write(bytes(range(256)) * 100)")
    assert b"".join(read.data for read in ended.reads) == bytes(range(256)) * 100
    assert ended.report["log"] | {"lines": 0} == {
        "bytes": 25600, "lines": 0, "stdoutBytes": 25600, "stderrBytes": 0, "droppedBytes": 0,
    }  # fmt: skip


def test_both_streams_are_kept_with_their_lines_in_order(runner: RunnerProcess) -> None:
    code = (
        "import sys, time\nfor n in range(5):\n    print('out', n); print('err', n, file=sys.stderr); time.sleep(0.03)"
    )
    lines = lines_by_seq(runner.run(code)).values()
    assert [text for stream, text in lines if stream == 1] == [b"out %d" % n for n in range(5)]
    assert [text for stream, text in lines if stream == 2] == [b"err %d" % n for n in range(5)]


def test_unfinished_lines_are_completed_by_the_end_stdout_first(runner: RunnerProcess) -> None:
    code = "import sys\nsys.stderr.write('err'); sys.stderr.flush()\nsys.stdout.write('out')"
    ended = runner.run(code)
    assert list(lines_by_seq(ended).values()) == [(1, b"out"), (2, b"err")]
    assert ended.report["log"]["lines"] == 2


def test_many_lines_fill_several_parts_and_none_is_lost(runner: RunnerProcess) -> None:
    ended = runner.run("for n in range(400000): print('line number', n, '.' * 20)")
    lines = lines_by_seq(ended)
    assert len(lines) == ended.report["log"]["lines"] == 400000
    assert lines[399999] == (1, b"line number 399999 " + b"." * 20)
    assert len(list(ended.store.glob("log/*.bin"))) == 2


def test_one_endless_line_stays_in_one_part(runner: RunnerProcess) -> None:
    ended = runner.run("import sys\nfor _ in range(30): sys.stdout.write('x' * 1000000)")
    assert ended.report["log"]["lines"] == 1
    assert [part.stat().st_size for part in ended.store.glob("log/*.bin")] == [30_000_000]


def test_a_script_without_output_has_no_log_files(runner: RunnerProcess) -> None:
    assert list(runner.run("").store.glob("log/*")) == []


def test_hints_tell_that_the_log_grew_but_not_more_than_20_times_a_second(runner: RunnerProcess) -> None:
    code = "import time\nbegin = time.monotonic()\nwhile time.monotonic() - begin < 0.5: print('x'); time.sleep(0.001)"
    ended = runner.run(code)
    hints = [event for event in ended.events if event["event"] == "log"]
    assert 2 <= len(hints) <= 2 + 20 * ended.report["metrics"]["wallMs"] / 1000
    assert [hint["bytes"] for hint in hints] == sorted(hint["bytes"] for hint in hints)


def test_line_buffering_can_be_turned_off(runner: RunnerProcess) -> None:
    code = "import os\nprint('printed')\nos.write(1, b'written\\n')"
    assert runner.run(code).said() == "printed\nwritten\n"
    assert runner.run(code, lineBuffered=False).said() == "written\nprinted\n"
