"""Input schema and argv of a script that declares its command line with click."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, field

from .argv import Parameter
from .click_parameter import click_parameter
from .click_types import click_name
from .constants import evaluate
from .docstrings import read_docstring
from .names import Module
from .project import Project
from .style import Function, top_level_calls

_MAKERS = {"command", "group"}
_PARAMETERS = {"option", "argument", "password_option", "confirmation_option"}
_MOST_COMMANDS = 200


@dataclass(slots=True, eq=False)
class Command:
    """A function that click's decorators made a command or a group."""

    function: Function
    name: str
    group: str | None
    is_group: bool
    parameters: list[ast.Call] = field(default_factory=list)


def click_parameters(project: Project, module: Module) -> tuple[list[Parameter], str | None] | None:
    """The parameters and the description, or None when no function of the module is a click command."""
    commands = _commands(project, module)
    root = _root(module, commands)
    if root is None:
        return None
    parameters = _parameters(project, module, root, None)
    members = _members(project, module, root, commands)
    if root.is_group and members:
        parameters.append(_choice(members))
        for member in members:
            parameters += _parameters(project, module, member, member.name)
    return parameters, _description(root)


def _description(command: Command) -> str | None:
    doc = ast.get_docstring(command.function)
    return read_docstring(inspect.cleandoc(doc).partition("\f")[0]).summary if doc else None


def _commands(project: Project, module: Module) -> list[Command]:
    functions = [node for node in module.nodes if isinstance(node, Function)]
    found = [_command(project, module, node) for node in sorted(functions, key=lambda node: node.lineno)]
    return [command for command in found if command is not None][:_MOST_COMMANDS]


def _command(project: Project, module: Module, function: Function) -> Command | None:
    made = None
    parameters: list[ast.Call] = []
    for mark in function.decorator_list:
        head = mark.func if isinstance(mark, ast.Call) else mark
        owner, _, verb = click_name(module, head).rpartition(".")
        if verb in _MAKERS and (owner == "click" or _is_own(module, owner)):
            name = _given_name(project, module, mark) or function.name.lower().replace("_", "-")
            made = Command(function, name, None if owner == "click" else owner, verb == "group", parameters)
        elif isinstance(mark, ast.Call) and owner == "click" and verb in _PARAMETERS:
            parameters.append(mark)
    return made


def _is_own(module: Module, owner: str) -> bool:
    """A group of this file, `@cli.command()`; not a framework's object such as typer's app."""
    function = module.functions.get(owner)
    return function is not None and bool(function.decorator_list)


def _given_name(project: Project, module: Module, mark: ast.expr) -> str | None:
    if not isinstance(mark, ast.Call):
        return None
    given = [*mark.args[:1], *[word.value for word in mark.keywords if word.arg == "name"]]
    name = evaluate(project, module, given[0]) if given else None
    return name if isinstance(name, str) else None


def _root(module: Module, commands: list[Command]) -> Command | None:
    """The command called at top level; else the first group; else the first command."""
    called = {module.dotted(call.func) for call in top_level_calls(module.tree)}
    free = [command for command in commands if command.group is None]
    by_call = [command for command in free if command.function.name in called]
    groups = [command for command in free if command.is_group]
    return next(iter([*by_call, *groups, *free]), None)


def _members(project: Project, module: Module, root: Command, commands: list[Command]) -> list[Command]:
    """Commands decorated with the group, and those handed to `group.add_command(function, "name")`."""
    own = [command for command in commands if command.group == root.function.name]
    by_function = {command.function.name: command for command in commands}
    for call in module.nodes:
        if not isinstance(call, ast.Call) or module.dotted(call.func) != f"{root.function.name}.add_command":
            continue
        added = by_function.get(module.dotted(call.args[0]) or "") if call.args else None
        if added is not None:
            renamed = evaluate(project, module, call.args[1]) if len(call.args) > 1 else None
            added.name = renamed if isinstance(renamed, str) else added.name
            own.append(added)
    return own


def _choice(members: list[Command]) -> Parameter:
    schema = {"type": "string", "enum": list(dict.fromkeys(member.name for member in members))}
    return Parameter("command", "command", schema, required=True)


def _parameters(project: Project, module: Module, command: Command, of: str | None) -> list[Parameter]:
    found = [click_parameter(project, module, call) for call in command.parameters]
    parameters = [parameter for parameter in found if parameter is not None]
    for parameter in parameters:
        parameter.command = of
    return parameters
