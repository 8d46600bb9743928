"""Whole programs with argparse: groups, parents, sub-commands, and parsers in unusual places."""

import pytest

from tests.scan.argparse_itself import parsed
from tests.scan.asking import Scan
from tests.scan.to_argv import to_argv

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


def test_groups_parents_and_sub_commands(scan_source: Scan) -> None:
    schema = scan_source(PROGRAM)["inputSchema"]
    assert list(schema["properties"]) == ["log", "all", "fast", "slow", "verb", "item", "force"]
    assert schema["properties"]["verb"] == {"type": "string", "enum": ["add", "rm"], "description": "what to do"}
    assert schema["properties"]["item"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert (schema["required"], schema["description"]) == (["verb"], "Copies things.")


def test_words_of_a_sub_command_come_behind_it(scan_source: Scan) -> None:
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
def test_is_found_in(scan_source: Scan, source: str) -> None:
    schema = scan_source(source)["inputSchema"]
    assert list(schema["properties"]) == ["n"]


def test_a_parser_in_a_neighbour_is_found(scan_files: Scan) -> None:
    cli = (
        "import argparse\ndef parse():\n    p = argparse.ArgumentParser()\n"
        "    p.add_argument('--n')\n    return p.parse_args()"
    )
    answer = scan_files({"script.py": "from cli import parse\nprint(parse())", "cli.py": cli})
    assert (answer["interface"], list(answer["inputSchema"]["properties"])) == ("argparse", ["n"])


def test_names_that_cannot_be_told_are_left_out(scan_source: Scan) -> None:
    source = (
        "import argparse\nMODES = ()\np = argparse.ArgumentParser()\nfor n in 'ab':\n"
        "    p.add_argument('--' + n)\np.add_argument(*MODES)\n"
        "p.add_argument()\np.add_subparsers().add_parser(f())"
    )
    assert scan_source(source)["inputSchema"]["properties"].keys() == {"command"}


def test_the_parser_that_parses_is_the_one(scan_source: Scan) -> None:
    source = (
        "import argparse\na = argparse.ArgumentParser()\na.add_argument('--a')\n"
        "b = argparse.ArgumentParser()\nb.add_argument('--b')\na.parse_args()"
    )
    assert list(scan_source(source)["inputSchema"]["properties"]) == ["a"]


def test_argparse_imported_only_is_no_interface(scan_source: Scan) -> None:
    assert scan_source("import argparse\nprint(1)")["interface"] == "none"
