"""argparse declarations as schema, and back to argv that argparse itself reads as meant."""

from typing import Any

import pytest

from tests.scan.argparse_itself import parsed
from tests.scan.asking import Scan
from tests.scan.to_argv import to_argv

PATH = {"type": "string", "format": "path"}
HEAD = """
import argparse, enum, pathlib, datetime, json
from pathlib import Path
MODES = ('fast', 'slow')
TABLE = {'x': 1, 'y': 2}
class Kind(enum.Enum):
    A = 'a'
def positive(text: str) -> int:
    return int(text)
p = argparse.ArgumentParser(prog='t')
"""
ARGUMENTS: dict[str, tuple[Any, Any, Any]] = {
    "'src'": ({"type": "string"}, {"src": "-dash"}, {"src": "-dash"}),
    "'src', type=Path, help='100%% of %(default)s'": ({**PATH, "description": "100% of None"}, {"src": "a"}, None),
    "'src', nargs='?', default='x'": ({"type": "string", "default": "x"}, {}, {"src": "x"}),
    "'src', nargs='*'": ({"type": "array", "items": {"type": "string"}}, {"src": ["a", "b"]}, {"src": ["a", "b"]}),
    "'src', nargs='+', type=int": (
        {"type": "array", "items": {"type": "integer"}, "minItems": 1},
        {"src": [1, 2]},
        {"src": [1, 2]},
    ),
    "'--n', '-n', type=int, default=3, help='n (%(default)s)'": (
        {"type": "integer", "default": 3, "description": "n (3)"},
        {"n": -7},
        {"n": -7},
    ),
    "'-x', '--long-name', required=True": ({"type": "string"}, {"long_name": "-v"}, {"long_name": "-v"}),
    "'-q'": ({"type": "string"}, {"q": "v"}, {"q": "v"}),
    "'--f', dest='other', type=float": ({"type": "number"}, {"other": 1.5}, {"other": 1.5}),
    "'--mode', choices=MODES": ({"type": "string", "enum": ["fast", "slow"]}, {"mode": "slow"}, {"mode": "slow"}),
    "'--mode', choices=TABLE": ({"type": "string", "enum": ["x", "y"]}, {"mode": "x"}, {"mode": "x"}),
    "'--mode', choices=TABLE.keys()": ({"type": "string", "enum": ["x", "y"]}, {"mode": "x"}, {"mode": "x"}),
    "'--mode', choices=sorted({'b', 'a'})": ({"type": "string", "enum": ["a", "b"]}, {"mode": "b"}, {"mode": "b"}),
    "'--mode', type=int, choices=range(1, 5)": (
        {"type": "integer", "minimum": 1, "maximum": 4},
        {"mode": 4},
        {"mode": 4},
    ),
    "'--mode', type=Kind, choices=list(Kind)": ({"type": "string", "enum": ["a"]}, {"mode": "a"}, None),
    "'--mode', type=int, choices=json.loads('[1]')": ({"type": "integer"}, {"mode": 1}, {"mode": 1}),
    "'--v', action='store_true'": ({"type": "boolean", "default": False}, {"v": True}, {"v": True}),
    "'--no-v', dest='v', action='store_false'": ({"type": "boolean", "default": True}, {"v": False}, {"v": False}),
    "'--v', action=argparse.BooleanOptionalAction": ({"type": "boolean"}, {"v": False}, {"v": False}),
    "'--fast', dest='speed', action='store_const', const=9": (
        {"type": "boolean", "default": False},
        {"fast": True},
        {"speed": 9},
    ),
    "'-v', '--verbose', action='count', default=0": (
        {"type": "integer", "minimum": 0, "default": 0},
        {"verbose": 3},
        {"verbose": 3},
    ),
    "'--tag', action='append'": (
        {"type": "array", "items": {"type": "string"}},
        {"tag": ["a", "-b"]},
        {"tag": ["a", "-b"]},
    ),
    "'--tag', action='extend', nargs='+'": (
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
        {"tag": ["a", "b"]},
        {"tag": ["a", "b"]},
    ),
    "'--at', nargs=2, type=float": (
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        {"at": [1.0, -2.0]},
        {"at": [1.0, -2.0]},
    ),
    "'--at', nargs=2, action='append'": (
        {"type": "array", "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}},
        {"at": [["a", "b"], ["c", "d"]]},
        {"at": [["a", "b"], ["c", "d"]]},
    ),
    "'--at', nargs=argparse.ZERO_OR_MORE": (
        {"type": "array", "items": {"type": "string"}},
        {"at": ["a"]},
        {"at": ["a"]},
    ),
    "'--opt', nargs='?', const='c'": ({"type": "string"}, {"opt": "x"}, {"opt": "x"}),
    "'--n', type=positive": ({"type": "integer"}, {"n": 4}, {"n": 4}),
    "'--n', type=lambda s: s.upper()": ({"type": "string"}, {"n": "a"}, {"n": "A"}),
    "'--n', type=bool": ({"type": "string"}, {"n": "x"}, {"n": True}),
    "'--d', type=datetime.date.fromisoformat": ({"type": "string", "format": "date"}, {"d": "2024-01-02"}, None),
    "'--file', type=argparse.FileType('r')": (PATH, {}, {"file": None}),
    "'--x', default=argparse.SUPPRESS, help=argparse.SUPPRESS": ({"type": "string"}, {}, {}),
}


@pytest.mark.parametrize("words", ARGUMENTS)
def test_argument(scan_source: Scan, words: str) -> None:
    schema, given, read = ARGUMENTS[words]
    source = f"{HEAD}p.add_argument({words})\nargs = p.parse_args()\n"
    answer = scan_source(source)
    assert (answer["interface"], list(answer["inputSchema"]["properties"].values())) == ("argparse", [schema])
    if read is not None:
        assert parsed(source, to_argv(answer["argv"], given)) == read
