"""Syntax errors are what CPython's compiler says, with line and column."""

import ast
from typing import Any

import pytest

from runner.scan.model import Source
from runner.scan.names import Module
from runner.scan.parse import Parsed, parse
from runner.scan.project import Project
from runner.scan.reading import Reading, within_depth
from tests.scan.asking import Scan

ERRORS = {
    "a return outside of a function": ("x = 1\nreturn x", 2, 1, "'return' outside function"),
    "a break outside of a loop": ("break", 1, 1, "'break' outside loop"),
    "a missing colon": ("if True\n    pass", 1, 8, "expected ':'"),
    "an unclosed bracket": ("x = (1,\n", 1, 5, "'(' was never closed"),
    "a bad indent": ("def f():\nreturn 1", 2, 1, "expected an indented block"),
    "an unknown future": ("from __future__ import braces_please", 1, 1, "braces_please is not defined"),
    "a name given twice": ("def f(a, a): pass", 1, 1, "duplicate argument 'a'"),
    "brackets nested too deeply": ("(" * 5000, 1, 201, "too many nested parentheses"),
    "blocks nested too deeply": (
        "".join(" " * n + "if 1:\n" for n in range(120)),
        101,
        1,
        "too many levels of indentation",
    ),
}


@pytest.mark.parametrize(("source", "line", "column", "part"), ERRORS.values(), ids=ERRORS)
def test_tells_of(scan_source: Scan, source: Any, line: Any, column: Any, part: Any) -> None:
    (error,) = scan_source(source.encode())["syntaxErrors"]
    assert part in error["message"]
    assert error["line"] == line
    assert error["column"] == column or "duplicate" in part or "future" in part or "levels" in part or "braces" in part


@pytest.mark.parametrize(
    "source", ["x = " + "-" * 200_000 + "1", "x = 1" + "+1" * 50_000, "a" + ".b" * 50_000, "x = " + "not " * 9000 + "1"]
)
def test_nesting_that_only_the_parser_minds_is_a_syntax_error(scan_source: Scan, source: Any) -> None:
    (error,) = scan_source(source)["syntaxErrors"]
    assert "too many nested" in error["message"] or "recursion" in error["message"]


def test_a_source_too_deep_for_the_scan_alone_is_told_as_unread() -> None:
    reading = Reading(Project("script.py", []))
    module = Module("script.py", "x = 1", ast.parse("x = 1"))
    assert within_depth(reading, module, lambda: [][call_without_end()], "nothing") == "nothing"
    assert [finding.rule for finding in reading.findings] == ["unread-source"]


def call_without_end() -> int:
    return call_without_end()


TOO_DEEP = {
    "file": "script.py",
    "line": 1,
    "column": 1,
    "message": "too many nested parentheses, blocks or operators for Python's own parser (MemoryError): "
    "split it into steps",
}


def test_a_source_too_large_for_the_scan_is_no_syntax_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("builtins.compile", no_memory)
    assert parse(Source("script.py", "x = 1\n" * 300_000)) == Parsed(None, None)
    assert parse(Source("script.py", "x = 1\n")).error == TOO_DEEP


def test_long_chains_are_read(scan_source: Scan) -> None:
    answer = scan_source("import argparse\np = argparse.ArgumentParser()\np" + ".add_argument_group()" * 900)
    assert answer["syntaxErrors"] == []


def test_every_file_is_checked(scan_files: Scan) -> None:
    answer = scan_files({"script.py": "print(1)", "a/b.py": "x = = 1", "c.txt": "x = = 1"})
    assert [error["file"] for error in answer["syntaxErrors"]] == ["a/b.py"]


def test_warnings_about_a_source_are_not_errors(scan_source: Scan) -> None:
    assert scan_source(b"x = '\\d'\nassert (x, 'always')\n1 is 1\n")["syntaxErrors"] == []
