"""argparse declarations as schema, and back to argv that argparse itself reads as meant."""

import argparse

import pytest
from to_argv import to_argv

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
ARGUMENTS = {
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
def test_argument(scan_source, words):
    schema, given, read = ARGUMENTS[words]
    source = f"{HEAD}p.add_argument({words})\nargs = p.parse_args()\n"
    answer = scan_source(source)
    assert (answer["interface"], list(answer["inputSchema"]["properties"].values())) == ("argparse", [schema])
    if read is not None:
        assert parsed(source, to_argv(answer["argv"], given)) == read


def parsed(source, argv):
    """What argparse itself makes of the argv, by running the sample's parser."""
    space = {"__name__": "sample"}
    exec(source.replace("p.parse_args()", f"p.parse_args({argv!r})"), space)
    assert isinstance(space["args"], argparse.Namespace)
    return vars(space["args"])


PROGRAM = """
import argparse
def shared():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument('--log', default='info')
    return common
def build():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument('--log', default='info')
    parser = argparse.ArgumentParser(description='Copies\\n things.', parents=[common])
    group = parser.add_argument_group('what')
    group.add_argument('--all', nargs='*')
    either = group.add_mutually_exclusive_group(required=True)
    either.add_argument('--fast', action='store_true')
    either.add_argument('--slow', action='store_true')
    parser.add_argument('--version', action='version', version='1')
    sub = parser.add_subparsers(dest='verb', required=True, help='what to do')
    add = sub.add_parser('add')
    add.add_argument('item')
    add.add_argument('--force', action='store_true')
    sub.add_parser('rm').add_argument('item', type=int)
    return parser
p = build()
args = p.parse_args()
"""


def test_groups_parents_and_sub_commands(scan_source):
    schema = scan_source(PROGRAM)["inputSchema"]
    assert list(schema["properties"]) == ["log", "all", "fast", "slow", "verb", "item", "force"]
    assert schema["properties"]["verb"] == {"type": "string", "enum": ["add", "rm"], "description": "what to do"}
    assert schema["properties"]["item"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert (schema["required"], schema["description"]) == (["verb"], "Copies things.")


def test_words_of_a_sub_command_come_behind_it(scan_source):
    argv = to_argv(scan_source(PROGRAM)["argv"], {"fast": True, "verb": "add", "item": "x", "force": True})
    assert argv == ["--fast", "add", "--force", "x"]
    read = parsed(PROGRAM, argv)
    assert (read["verb"], read["item"], read["force"]) == ("add", "x", True)


ELSEWHERE = {
    "a parser handed to a function": (
        "def add(q):\n    q.add_argument('--n')\nimport argparse\np = argparse.ArgumentParser()\nadd(p)"
    ),
    "a parser kept in an object": (
        "import argparse\nclass A:\n    def __init__(self):\n"
        "        self.p = argparse.ArgumentParser()\n        self.p.add_argument('--n')"
    ),
    "a helper used by two parsers": (
        "import argparse\ndef add(q):\n    q.add_argument('--n')\nx = argparse.ArgumentParser()\n"
        "p = argparse.ArgumentParser()\nadd(q=x)\nadd(p)\np.parse_args()"
    ),
    "a call whose value is kept": "import argparse\np = argparse.ArgumentParser()\na = p.add_argument('--n')",
    "an own parser class": "import argparse\nclass P(argparse.ArgumentParser): pass\np = P()\np.add_argument('--n')",
    "an alias of the module": (
        "import argparse as ap\np: ap.ArgumentParser = ap.ArgumentParser()\nq = p\n"
        "q.add_argument('--n')\nq.parse_known_args()"
    ),
    "a name imported": "from argparse import ArgumentParser\nArgumentParser().add_argument('--n')",
}


@pytest.mark.parametrize("source", ELSEWHERE.values(), ids=ELSEWHERE)
def test_is_found_in(scan_source, source):
    schema = scan_source(source)["inputSchema"]
    assert list(schema["properties"]) == ["n"]


def test_a_parser_in_a_neighbour_is_found(scan_files):
    cli = (
        "import argparse\ndef parse():\n    p = argparse.ArgumentParser()\n"
        "    p.add_argument('--n')\n    return p.parse_args()"
    )
    answer = scan_files({"script.py": "from cli import parse\nprint(parse())", "cli.py": cli})
    assert (answer["interface"], list(answer["inputSchema"]["properties"])) == ("argparse", ["n"])


def test_names_that_cannot_be_told_are_left_out(scan_source):
    source = (
        f"{HEAD}for n in 'ab':\n    p.add_argument('--' + n)\np.add_argument(*MODES)\n"
        f"p.add_argument()\np.add_subparsers().add_parser(f())"
    )
    assert scan_source(source)["inputSchema"]["properties"].keys() == {"command"}


def test_the_parser_that_parses_is_the_one(scan_source):
    source = (
        "import argparse\na = argparse.ArgumentParser()\na.add_argument('--a')\n"
        "b = argparse.ArgumentParser()\nb.add_argument('--b')\na.parse_args()"
    )
    assert list(scan_source(source)["inputSchema"]["properties"]) == ["a"]


def test_argparse_imported_only_is_no_interface(scan_source):
    assert scan_source("import argparse\nprint(1)")["interface"] == "none"
