"""click declarations as schema and argv."""

from typing import Any

import pytest

from tests.scan.asking import Scan
from tests.scan.to_argv import to_argv

STRING, BOOLEAN = {"type": "string"}, {"type": "boolean"}
PATH = {"type": "string", "format": "path"}
PARAMETERS: dict[str, tuple[Any, Any, Any]] = {
    "argument('SRC')": ({"src": STRING}, {"src": "-x"}, ["--", "-x"]),
    "argument('src', type=click.Path(exists=True))": ({"src": PATH}, {"src": "a"}, ["a"]),
    "argument('src', type=click.File('r'), required=False)": ({"src": PATH}, {}, []),
    "argument('src', nargs=-1)": ({"src": {"type": "array", "items": STRING}}, {"src": ["a", "b"]}, ["a", "b"]),
    "argument('src', nargs=-1, required=True)": ({"src": {"type": "array", "items": STRING, "minItems": 1}}, {}, []),
    "argument('src', nargs=2, type=int)": (
        {"src": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}},
        {"src": [1, 2]},
        ["1", "2"],
    ),
    "option('-n', '--count', type=int, default=1, help='how  many')": (
        {"count": {"type": "integer", "default": 1, "description": "how many"}},
        {"count": -1},
        ["--count=-1"],
    ),
    "option('--dry-run', is_flag=True)": ({"dry_run": {**BOOLEAN, "default": False}}, {"dry_run": True}, ["--dry-run"]),
    "option('--loud/--quiet', '-l/-q', default=True)": (
        {"loud": {**BOOLEAN, "default": True}},
        {"loud": False},
        ["--quiet"],
    ),
    "option('--shout/--no-shout', ' /-S')": ({"shout": BOOLEAN}, {"shout": True}, ["--shout"]),
    "option('-v', '--verbose', count=True)": (
        {"verbose": {"type": "integer", "minimum": 0}},
        {"verbose": 2},
        ["--verbose"] * 2,
    ),
    "option('--kind', type=click.Choice(['a', 'b'], case_sensitive=False))": (
        {"kind": {"type": "string", "enum": ["a", "b"]}},
        {"kind": "b"},
        ["--kind=b"],
    ),
    "option('--kind', type=click.Choice(KINDS))": ({"kind": {"type": "string", "enum": ["x"]}}, {}, []),
    "option('--level', type=click.IntRange(1, 5))": (
        {"level": {"type": "integer", "minimum": 1, "maximum": 5}},
        {},
        [],
    ),
    "option('--part', type=click.FloatRange(min=0, max=1, max_open=True))": (
        {"part": {"type": "number", "minimum": 0, "exclusiveMaximum": 1}},
        {},
        [],
    ),
    "option('--level', type=click.IntRange(1, 5, clamp=True))": ({"level": {"type": "integer"}}, {}, []),
    "option('--tag', '-t', multiple=True)": (
        {"tag": {"type": "array", "items": STRING}},
        {"tag": ["a", "b"]},
        ["--tag=a", "--tag=b"],
    ),
    "option('--at', nargs=2, type=float)": (
        {"at": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}},
        {"at": [1.5, 2.5]},
        ["--at", "1.5", "2.5"],
    ),
    "option('--item', type=(str, int))": (
        {
            "item": {
                "type": "array",
                "prefixItems": [STRING, {"type": "integer"}],
                "items": False,
                "minItems": 2,
                "maxItems": 2,
            }
        },
        {"item": ["a", 1]},
        ["--item", "a", "1"],
    ),
    "option('--item', type=click.Tuple([str, int]))": (
        {
            "item": {
                "type": "array",
                "prefixItems": [STRING, {"type": "integer"}],
                "items": False,
                "minItems": 2,
                "maxItems": 2,
            }
        },
        {},
        [],
    ),
    "option('--name', 'who', default='x')": ({"who": {**STRING, "default": "x"}}, {"who": "y"}, ["--name=y"]),
    "option('--size', default=1.5)": ({"size": {"type": "number", "default": 1.5}}, {}, []),
    "option('--on', type=bool)": ({"on": BOOLEAN}, {}, []),
    "option('--when', type=click.DateTime())": ({"when": STRING}, {}, []),
    "option('--other', type=Custom())": ({"other": STRING}, {}, []),
    "option('--upper', 'case', flag_value='upper')": (
        {"upper": {**BOOLEAN, "default": False}},
        {"upper": True},
        ["--upper"],
    ),
    "confirmation_option()": ({"yes": {**BOOLEAN, "default": False}}, {"yes": True}, ["--yes"]),
    "password_option()": ({"password": STRING}, {"password": "p"}, ["--password=p"]),
    "version_option('1')": ({}, {}, []),
    "option(name())": ({}, {}, []),
}


@pytest.mark.parametrize("words", PARAMETERS)
def test_parameter(scan_source: Scan, words: str) -> None:
    properties, given, argv = PARAMETERS[words]
    answer = scan_source(f"import click\nKINDS = ['x']\n@click.command()\n@click.{words}\ndef run(**words): ...\nrun()")
    assert (answer["interface"], answer["inputSchema"]["properties"]) == ("click", properties)
    assert to_argv(answer["argv"], given) == argv


REQUIRED = {
    "argument('a')": True,
    "argument('a', default='x')": False,
    "argument('a', envvar='A')": False,
    "option('--a')": False,
    "option('--a', required=True)": True,
    "option('--a', required=True, envvar='A')": False,
    "option('--a', prompt=True)": True,
    "option('--a', prompt='A?', default='x')": False,
}


@pytest.mark.parametrize("words", REQUIRED)
def test_required(scan_source: Scan, words: str) -> None:
    schema = scan_source(f"import click\n@click.command\n@click.{words}\ndef run(a): ...\nrun()")["inputSchema"]
    assert schema["required"] == (["a"] if REQUIRED[words] else [])


GROUP = '''
import click
@click.group()
@click.option("--debug/--no-debug")
def cli(debug):
    """Keeps books.

    In detail.
    """
@cli.command()
@click.argument("title")
@click.option("--price", type=float, required=True)
def add_book(title, price): ...
@cli.command("rm")
@click.argument("title")
def remove(title): ...
@click.command()
def late(): ...
cli.add_command(late, "later")
if __name__ == "__main__":
    cli()
'''


def test_a_group_offers_its_commands(scan_source: Scan) -> None:
    answer = scan_source(GROUP)
    schema = answer["inputSchema"]
    assert schema["properties"]["command"]["enum"] == ["add-book", "rm", "later"]
    assert (schema["required"], schema["description"]) == (["command"], "Keeps books.")
    given = {"command": "add-book", "title": "T", "price": 2.5, "debug": True}
    assert to_argv(answer["argv"], given) == ["--debug", "add-book", "--price=2.5", "T"]


def test_the_command_that_is_called_is_the_one(scan_source: Scan) -> None:
    source = (
        "import click\n@click.command()\n@click.option('--a')\ndef one(a): ...\n"
        "@click.command()\n@click.option('--b')\ndef two(b): ...\ntwo()"
    )
    assert list(scan_source(source)["inputSchema"]["properties"]) == ["b"]


@pytest.mark.parametrize("head", ["import rich_click as click", "from click import decorators as click"])
def test_relatives_of_click_are_click(scan_source: Scan, head: str) -> None:
    answer = scan_source(f"{head}\n@click.command()\n@click.option('--a', type=click.INT)\ndef run(a): ...\nrun()")
    assert (answer["interface"], list(answer["inputSchema"]["properties"])) == ("click", ["a"])


def test_decorators_of_other_frameworks_are_none_of_clicks(scan_source: Scan) -> None:
    assert (
        scan_source("import typer\napp = typer.Typer()\n@app.command()\ndef run(a: int): ...\napp()")["interface"]
        == "none"
    )
