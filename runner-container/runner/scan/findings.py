"""Dangerous uses in the user's own files, by the rules and severities of a security level."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from typing import Any

from .contract import security_levels
from .model import Finding
from .names import Module
from .uses import resolve, uses

_MOST_PER_FILE = 500


class Rules:
    """The rules that a level turns on, made quick to look up."""

    def __init__(self, level: str) -> None:
        data = security_levels()
        self.level = level
        self.severity: dict[str, str] = data["levels"][level]["severity"]
        self.imports: dict[str, Any] = data["levels"][level]["imports"]
        self._rules: dict[str, dict[str, Any]] = {rule: data["rules"][rule] for rule in self.severity}
        self.exact: dict[str, list[str]] = {}
        self.prefixes: dict[str, list[str]] = {}
        for rule, body in self._rules.items():
            for name in body.get("uses", []):
                table = self.prefixes if name.endswith(".*") else self.exact
                table.setdefault(name.removesuffix(".*"), []).append(rule)
        self.attributes = self._index("attributes")
        self.strings = self._index("strings")
        self.calls = [(rule, form) for rule, body in self._rules.items() for form in body.get("calls", [])]

    def _index(self, key: str) -> dict[str, str]:
        return {name: rule for rule, body in self._rules.items() for name in body.get(key, [])}

    def of(self, name: str) -> list[str]:
        """The rules that a dotted name falls under."""
        return [*self.exact.get(name, []), *self.prefixes.get(name.partition(".")[0], []), *self._two(name)]

    def _two(self, name: str) -> list[str]:
        first, _, rest = name.partition(".")
        return self.prefixes.get(f"{first}.{rest.partition('.')[0]}", []) if rest else []

    def finding(self, module: Module, node: ast.AST, rule: str, name: str, severity: str | None = None) -> Finding:
        body = self._rules[rule]
        message = body["message"].format(name=name, level=self.level)
        told = severity or self.severity[rule]
        return Finding(rule, told, module.place(node), message, body["why"], body["fix"])


@functools.cache
def rules_of(level: str) -> Rules:
    """The rules of a level, indexed once per process."""
    return Rules(level)


def dangerous_uses(module: Module, rules: Rules) -> list[Finding]:
    """At most one finding per rule and line, in the order of the lines."""
    seen: set[tuple[str, int]] = set()
    found: list[Finding] = []
    for node, rule, name in _hits(module, rules):
        key = (rule, getattr(node, "lineno", 0))
        if key not in seen and len(found) < _MOST_PER_FILE:
            seen.add(key)
            found.append(rules.finding(module, node, rule, name))
    return sorted(found, key=lambda finding: (finding.place.line, finding.place.column))


def _hits(module: Module, rules: Rules) -> Iterator[tuple[ast.AST, str, str]]:
    own = {
        node.name
        for node in module.tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    for node, name in uses(module):
        if not (isinstance(node, ast.Name) and name in own):
            for rule in rules.of(name):
                yield node, rule, name
    for part in module.nodes:
        if isinstance(part, ast.Attribute) and part.attr in rules.attributes:
            yield part, rules.attributes[part.attr], part.attr
        elif isinstance(part, ast.Call):
            yield from _call_hits(module, rules, part)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield from ((part, rule, text) for text, rule in rules.strings.items() if text in part.value)


def _call_hits(module: Module, rules: Rules, call: ast.Call) -> Iterator[tuple[ast.AST, str, str]]:
    name = resolve(module, call.func)
    if name is None:
        return
    for rule, form in rules.calls:
        if any(_matches(name, pattern) for pattern in form["names"]) and _keyword_fits(call, form):
            yield call, rule, f"{name}({form['keyword']}…)" if "equals" in form else name
    if name == "getattr" and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        rule = rules.attributes.get(str(call.args[1].value), "")
        if rule:
            yield call, rule, str(call.args[1].value)


def _matches(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith(".*") else name == pattern


def _keyword_fits(call: ast.Call, form: dict[str, Any]) -> bool:
    given = next((word.value for word in call.keywords if word.arg == form["keyword"]), None)
    if form.get("absent"):
        return given is None and len(call.args) < 2
    return isinstance(given, ast.Constant) and given.value == form["equals"]
