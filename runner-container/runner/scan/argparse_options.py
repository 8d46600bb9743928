"""Input schema and argv of a script that declares its command line with argparse."""

from __future__ import annotations

import ast
from typing import Any

from .argparse_parsers import Parser, ParserReader
from .argv import Parameter, listed
from .constants import UNKNOWN, as_json, evaluate
from .names import Module
from .parameter_types import choices_schema, type_schema
from .project import Project

_NO_INPUT = {"help", "version"}
_SUPPRESS = {"argparse.SUPPRESS", "argparse.REMAINDER", "argparse.PARSER"}
_CONSTANT = {"store_const", "append_const"}
_MOST_PARENTS = 10


def argparse_parameters(project: Project, module: Module) -> tuple[list[Parameter], str | None] | None:
    """The parameters and the description, or None when the module makes no parser or adds nothing to it."""
    parsers = ParserReader(project, module).read()
    root = _root(parsers)
    if root is None:
        return None
    reader = _Reader(project, module)
    parameters = reader.parameters(root, None)
    if root.subparsers is not None:
        parameters.append(reader.command(root))
        for parser in parsers:
            if parser.command in root.commands:
                parameters += reader.parameters(parser, parser.command)
    return parameters, reader.word(root.made_by, "description", str)


def _root(parsers: list[Parser]) -> Parser | None:
    """The parser that parses; else the last whole one made, as parents are made before their children."""
    whole = [parser for parser in parsers if parser.command is None]
    parsing = [parser for parser in whole if parser.parses]
    used = [parser for parser in whole if parser.calls or parser.subparsers or parser.parents]
    return next(iter([*parsing, *reversed(used)]), None)


class _Reader:
    def __init__(self, project: Project, module: Module) -> None:
        self.project = project
        self.module = module

    def parameters(self, parser: Parser, command: str | None, parents_left: int = _MOST_PARENTS) -> list[Parameter]:
        found: list[Parameter] = []
        for parent in parser.parents if parents_left else []:
            found += self.parameters(parent, command, parents_left - 1)
        for call, exclusive in parser.calls:
            parameter = self._parameter(call)
            if parameter is not None:
                parameter.command = command
                parameter.required = parameter.required and not exclusive
                found.append(parameter)
        return found

    def command(self, parser: Parser) -> Parameter:
        """The choice of a sub-command. Without `required=True` argparse lets it be left out."""
        call = parser.subparsers
        dest = self.word(call, "dest", str) or "command"
        required = self.word(call, "required", bool) is True
        schema = {"type": "string", "enum": list(dict.fromkeys(parser.commands))}
        return Parameter(dest, "command", schema, required=required, help=self.word(call, "help", str))

    def word(self, call: ast.Call | None, name: str, kind: type) -> Any:
        """A keyword argument's value if it can be told and is of the kind, else None."""
        expr = _keyword(call, name)
        value = evaluate(self.project, self.module, expr) if expr is not None else UNKNOWN
        return value if isinstance(value, kind) else None

    def _parameter(self, call: ast.Call) -> Parameter | None:
        names = [evaluate(self.project, self.module, arg) for arg in call.args]
        if not names or not all(isinstance(name, str) and name for name in names):
            return None
        action = self._action(call)
        if action in _NO_INPUT:
            return None
        options = [name for name in names if name.startswith("-")]
        name = self.word(call, "dest", str) or _dest(names)
        parameter = Parameter(name, "option" if options else "positional", {}, flags=_preferred(options))
        parameter.default = self._default(call)
        parameter.help = self._help(call, parameter.default)
        self._shape(call, action, parameter)
        if options:
            parameter.required = self.word(call, "required", bool) is True
        return parameter

    def _action(self, call: ast.Call) -> str:
        expr = _keyword(call, "action")
        if expr is None:
            return "store"
        told = evaluate(self.project, self.module, expr)
        dotted = self.module.dotted(expr)
        return "boolean" if dotted == "argparse.BooleanOptionalAction" else told if isinstance(told, str) else "store"

    def _shape(self, call: ast.Call, action: str, parameter: Parameter) -> None:
        """Kind, schema and default by the action."""
        if action in ("store_true", "store_false", "boolean") or action in _CONSTANT:
            self._flag(action, parameter)
        elif action == "count":
            parameter.kind, parameter.schema = "count", {"type": "integer", "minimum": 0}
        else:
            self._value(call, parameter)
            if action in ("append", "extend"):
                parameter.repeat = action == "append"
                parameter.multiple = parameter.multiple or action == "extend"
                if action == "append" or parameter.schema.get("type") != "array":
                    parameter.schema = listed(parameter.schema)

    def _flag(self, action: str, parameter: Parameter) -> None:
        """Constants of one dest share it, so each of their flags goes by its own name."""
        kinds = {"store_false": "negative-flag", "boolean": "flag-pair"}
        parameter.kind = kinds.get(action, "flag")
        parameter.schema = {"type": "boolean"}
        if action in _CONSTANT:
            parameter.name = _dest(parameter.flags)
            parameter.default = False
        elif parameter.default is UNKNOWN and action != "boolean":
            parameter.default = action == "store_false"
        if action == "boolean" and parameter.flags:
            parameter.negative = "--no-" + parameter.flags[0].lstrip("-")

    def _value(self, call: ast.Call, parameter: Parameter) -> None:
        schema = type_schema(self.project, self.module, _keyword(call, "type"))
        choices = _keyword(call, "choices")
        if choices is not None:
            schema = choices_schema(self.project, self.module, choices, schema)
        nargs = self._nargs(call)
        parameter.schema = schema
        parameter.multiple = nargs not in (None, "?")
        parameter.required = parameter.kind == "positional" and nargs not in ("?", "*", "...")
        if nargs in ("*", "+", "..."):
            parameter.schema = listed(schema, 1 if nargs == "+" else 0)
        elif isinstance(nargs, int):
            parameter.schema = listed(schema, nargs, nargs)

    def _nargs(self, call: ast.Call) -> object:
        expr = _keyword(call, "nargs")
        if expr is None:
            return None
        names = {
            "argparse.REMAINDER": "...",
            "argparse.ZERO_OR_MORE": "*",
            "argparse.ONE_OR_MORE": "+",
            "argparse.OPTIONAL": "?",
        }
        told = names.get(self.module.dotted(expr) or "", evaluate(self.project, self.module, expr))
        return None if told is UNKNOWN else told

    def _default(self, call: ast.Call) -> Any:
        expr = _keyword(call, "default")
        if expr is None or self.module.dotted(expr) in _SUPPRESS:
            return UNKNOWN
        return evaluate(self.project, self.module, expr)

    def _help(self, call: ast.Call, default: Any) -> str | None:
        text: str | None = self.word(call, "help", str)
        if text is None:
            return None
        shown = None if default is UNKNOWN else as_json(default)
        return text.replace("%(default)s", str(shown)).replace("%%", "%") if shown is not UNKNOWN else text


def _keyword(call: ast.Call | None, name: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == name), None) if call else None


def _preferred(options: list[str]) -> list[str]:
    """Long spellings first: they say more in a recorded command line."""
    return sorted(options, key=lambda option: not option.startswith("--"))


def _dest(names: list[str]) -> str:
    """argparse's rule: a positional keeps its name, an option takes its first long spelling."""
    if not names[0].startswith("-"):
        return names[0]
    return _preferred(names)[0].lstrip("-").replace("-", "_")
