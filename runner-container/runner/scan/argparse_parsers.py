"""Which parser an `add_argument` call belongs to, followed through variables, groups and sub-commands."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from .argument_flow import arguments_for
from .constants import UNKNOWN, evaluate
from .names import Module
from .project import Project

_PARSE = {"parse_args", "parse_known_args", "parse_intermixed_args", "parse_known_intermixed_args"}
_GROUPS = {"add_argument_group", "add_mutually_exclusive_group"}
_MAKERS = {"argparse.ArgumentParser"}


@dataclass(slots=True, eq=False)
class Parser:
    """A parser, or one of its groups (then `exclusive` may be set), with its `add_argument` calls in order."""

    owner: Parser | None = None
    command: str | None = None
    exclusive: bool = False
    parses: bool = False
    made_by: ast.Call | None = None
    calls: list[tuple[ast.Call, bool]] = field(default_factory=list)
    parents: list[Parser] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    subparsers: ast.Call | None = None

    def root(self) -> Parser:
        return self.owner.root() if self.owner else self


class ParserReader:
    """Walks a module once, in the order of its lines, and binds variables to parsers as it goes."""

    def __init__(self, project: Project, module: Module) -> None:
        self.project = project
        self.module = module
        self.parsers: list[Parser] = []
        self._bound: dict[str, Parser] = {}
        self._made: dict[ast.Call, Parser | None] = {}
        self._unclear: list[tuple[ast.Call, ast.expr]] = []

    def read(self) -> list[Parser]:
        """Every parser that the module makes, sub-commands' parsers included; empty without argparse."""
        nodes = [node for node in self.module.nodes if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Call))]
        for node in sorted(nodes, key=_position):
            if isinstance(node, ast.Call):
                self._resolve(node)
            elif isinstance(node, ast.Assign):
                self._bind(node.targets[0], node.value)
            elif isinstance(node, ast.AnnAssign) and node.value:
                self._bind(node.target, node.value)
        for call, receiver in self._unclear:
            for parser in self._handed(receiver):
                parser.root().calls.append((call, parser.exclusive))
        return self.parsers

    def _handed(self, receiver: ast.expr) -> list[Parser]:
        """The parsers that calls of the function around hand to it; else the only parser there is."""
        whole = [parser for parser in self.parsers if parser.command is None]
        handed = [self._resolve(arg) for arg in arguments_for(self.module, receiver)]
        return [parser for parser in handed if parser] or (whole if len(whole) == 1 else [])

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        name = self.module.dotted(target)
        parser = self._resolve(value)
        if name and parser:
            self._bound[name] = parser

    def _resolve(self, expr: ast.expr) -> Parser | None:
        """The parser that an expression stands for, made now if the expression makes one."""
        if not isinstance(expr, ast.Call):
            return self._bound.get(self.module.dotted(expr) or "")
        if expr not in self._made:
            self._made[expr] = self._from_call(expr)
        return self._made[expr]

    def _from_call(self, call: ast.Call) -> Parser | None:
        if self._makes_parser(call.func):
            parser = Parser(made_by=call, parents=self._parents(call))
            self.parsers.append(parser)
            return parser
        if not isinstance(call.func, ast.Attribute):
            return None
        return self._from_method(call, call.func)

    def _from_method(self, call: ast.Call, method: ast.Attribute) -> Parser | None:
        known = method.attr in _GROUPS | _PARSE | {"add_argument", "add_subparsers", "add_parser"}
        owner = self._resolve(method.value) if known else None
        if owner is None:
            if method.attr == "add_argument":
                self._unclear.append((call, method.value))
            return None
        if method.attr == "add_argument":
            owner.root().calls.append((call, owner.exclusive))
            return None
        if method.attr in _PARSE:
            owner.root().parses = True
            return None
        if method.attr == "add_subparsers":
            owner.root().subparsers = call
            return owner
        if method.attr == "add_parser":
            return self._command(call, owner)
        return Parser(owner=owner, exclusive=method.attr == "add_mutually_exclusive_group" or owner.exclusive)

    def _command(self, call: ast.Call, owner: Parser) -> Parser | None:
        name = evaluate(self.project, self.module, call.args[0]) if call.args else UNKNOWN
        if not isinstance(name, str):
            return None
        owner.root().commands.append(name)
        parser = Parser(command=name, made_by=call, parents=self._parents(call))
        self.parsers.append(parser)
        return parser

    def _parents(self, call: ast.Call) -> list[Parser]:
        given = next((word.value for word in call.keywords if word.arg == "parents"), None)
        names = given.elts if isinstance(given, (ast.List, ast.Tuple)) else []
        return [parser for parser in map(self._resolve, names) if parser]

    def _makes_parser(self, expr: ast.expr) -> bool:
        if self.module.dotted(expr) in _MAKERS:
            return True
        found = self.project.find_class(self.module, expr)
        return found is not None and any(found[0].dotted(base) in _MAKERS for base in found[1].bases)


def _position(node: ast.Assign | ast.AnnAssign | ast.Call) -> tuple[int, int, bool]:
    """By where it ends: in a chain the inner call runs, and ends, first; an assignment after its value."""
    return (node.end_lineno or 0, node.end_col_offset or 0, not isinstance(node, ast.Call))
