"""The way from an input to argv, told once more for the tests, as the scanner's docstring tells it."""

from __future__ import annotations

from typing import Any


def to_argv(entries: list[dict[str, Any]], given: dict[str, Any]) -> list[str]:
    chosen = [given.get(entry["name"]) for entry in entries if entry["kind"] == "command"]
    words: list[str] = []
    greedy = False
    for entry in entries:
        value = given.get(entry["name"])
        if value is None or (entry["command"] is not None and entry["command"] not in chosen):
            continue
        fresh = _words(entry, value)
        if entry["kind"] == "positional" and "--" not in words and (greedy or any(w[:1] == "-" for w in fresh)):
            words.append("--")
        words += fresh
        greedy = entry["kind"] == "option" and entry["multiple"]
    return words


def _words(entry: dict[str, Any], value: Any) -> list[str]:
    kind, flag = entry["kind"], next(iter(entry["flags"]), "")
    if kind in ("positional", "command"):
        return [str(item) for item in (value if entry["multiple"] else [value])]
    if kind in ("flag", "negative-flag"):
        return [flag] if value is (kind == "flag") else []
    if kind == "flag-pair":
        return [flag if value else entry["negative"]]
    if kind == "count":
        return [flag] * value
    return [word for item in (value if entry["repeat"] else [value]) for word in _option(entry, flag, item)]


def _option(entry: dict[str, Any], flag: str, item: Any) -> list[str]:
    if entry["multiple"]:
        return [flag, *map(str, item)]
    return [f"{flag}={item}"] if flag.startswith("--") else [flag, str(item)]
