"""One `click.option` or `click.argument` as a parameter."""

from __future__ import annotations

import ast
from typing import Any

from .argv import Parameter, listed
from .click_types import click_type
from .constants import UNKNOWN, evaluate
from .names import Module
from .project import Project

_OF_DEFAULT = {bool: "boolean", int: "integer", float: "number", str: "string"}


def click_parameter(project: Project, module: Module, call: ast.Call) -> Parameter | None:
    """None when the names cannot be told from the text."""
    words = {word.arg: word.value for word in call.keywords if word.arg}
    told = {name: evaluate(project, module, value) for name, value in words.items()}
    verb = (module.dotted(call.func) or "").rpartition(".")[2]
    names = _names(verb, [evaluate(project, module, arg) for arg in call.args])
    if not names or not all(isinstance(name, str) and name for name in names):
        return None
    if verb == "confirmation_option":
        return Parameter("yes", "flag", {"type": "boolean"}, flags=names, default=False)
    kind = "positional" if verb == "argument" else "option"
    parameter = Parameter(_name(names), kind, click_type(project, module, words.get("type")))
    parameter.default = _default(told)
    text = told.get("help")
    parameter.help = text if isinstance(text, str) else None
    if kind == "positional":
        _argument(parameter, told)
    else:
        _option(parameter, told, names, "type" in words)
    return parameter


def _names(verb: str, given: list[Any]) -> list[Any]:
    usual = {"password_option": ["--password"], "confirmation_option": ["--yes"]}
    return given or usual.get(verb, [])


def _default(told: dict[str, Any]) -> Any:
    default = told.get("default", UNKNOWN)
    return UNKNOWN if default is None else default


def _name(names: list[str]) -> str:
    """click's rule: a name without dashes; else the first spelling with the longest dashes."""
    plain = [name for name in names if name.isidentifier()]
    if plain:
        return plain[0].lower() if len(names) == 1 else plain[0]
    longest = sorted(names, key=lambda name: not name.startswith("--"))[0]
    return longest.partition("/")[0].strip().lstrip("-").replace("-", "_").lower()


def _argument(parameter: Parameter, told: dict[str, Any]) -> None:
    nargs = told.get("nargs", 1)
    optional = told.get("required") is False or parameter.default is not UNKNOWN or "envvar" in told
    parameter.required = not optional
    if nargs == -1:
        parameter.required = told.get("required") is True
        parameter.multiple, parameter.schema = True, listed(parameter.schema, 1 if parameter.required else 0)
    else:
        _sized(parameter, nargs)


def _option(parameter: Parameter, told: dict[str, Any], names: list[str], typed: bool) -> None:
    spelled = sorted((name for name in names if not name.isidentifier()), key=lambda name: not name.startswith("--"))
    pair = next((name for name in spelled if "/" in name), None)
    parameter.flags = [name.partition("/")[0].strip() for name in spelled]
    asked = told.get("prompt", False) is not False and parameter.default is UNKNOWN
    parameter.required = (told.get("required") is True or asked) and "envvar" not in told
    if pair or told.get("is_flag") is True or "flag_value" in told:
        _flag(parameter, told, pair)
    elif told.get("count") is True:
        parameter.kind, parameter.schema = "count", {"type": "integer", "minimum": 0}
    else:
        _value(parameter, told, typed)


def _flag(parameter: Parameter, told: dict[str, Any], pair: str | None) -> None:
    """Flags that share a name and differ in `flag_value` each go by their own spelling."""
    parameter.schema = {"type": "boolean"}
    parameter.required = False
    parameter.kind = "flag"
    if "flag_value" in told and not isinstance(told["flag_value"], bool):
        parameter.name = _name(parameter.flags)
        parameter.default = False
    if pair:
        parameter.kind = "flag-pair"
        parameter.flags.sort(key=lambda flag: flag != pair.partition("/")[0].strip())
        parameter.negative = pair.partition("/")[2].strip()
    if not pair and parameter.default is UNKNOWN:
        parameter.default = False


def _value(parameter: Parameter, told: dict[str, Any], typed: bool) -> None:
    nargs = told.get("nargs", 1)
    repeats = told.get("multiple") is True
    sample = (
        parameter.default[0]
        if isinstance(parameter.default, (list, tuple)) and parameter.default
        else parameter.default
    )
    if not typed and sample is not UNKNOWN:
        parameter.schema = {"type": _OF_DEFAULT.get(type(sample), "string")}
    _sized(parameter, nargs)
    if repeats:
        parameter.repeat, parameter.schema = True, listed(parameter.schema)


def _sized(parameter: Parameter, nargs: object) -> None:
    """A tuple type brings its own size; else `nargs` above one makes an array of just so many."""
    if parameter.schema.get("type") == "array":
        parameter.multiple = True
    elif isinstance(nargs, int) and nargs > 1:
        parameter.multiple, parameter.schema = True, listed(parameter.schema, nargs, nargs)
