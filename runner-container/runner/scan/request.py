"""One request as the scanner gets it, checked."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

LEVELS = ("strict", "moderate", "permissive")
_FIELDS = {"id", "files", "entry", "level", "allowedImports"}


class BadRequest(ValueError):
    """The request itself is wrong: what was given, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Request:
    """`files` maps each path to its bytes, or to None where only the name matters."""

    id: object
    files: dict[str, bytes | None]
    entry: str | None
    level: str
    allowed_imports: frozenset[str] | None


def read_request(raw: object) -> Request:
    """@raises BadRequest for anything but the form that the package's docstring gives."""
    if not isinstance(raw, dict) or "id" not in raw:
        raise BadRequest("A request is a JSON object with an id.")
    unknown = sorted(set(raw) - _FIELDS)
    if unknown:
        raise BadRequest(f"Unknown fields {unknown}; known are {sorted(_FIELDS)}.")
    level = raw.get("level", "permissive")
    if level not in LEVELS:
        raise BadRequest(f"level is {level!r}; it can be one of {', '.join(LEVELS)}.")
    entry = raw.get("entry")
    if entry is not None and not isinstance(entry, str):
        raise BadRequest(f"entry is {entry!r}; it is a path or null.")
    return Request(raw["id"], _files(raw.get("files")), entry, level, _allowed(raw.get("allowedImports")))


def _files(raw: object) -> dict[str, bytes | None]:
    if not isinstance(raw, dict):
        raise BadRequest("files is an object that maps paths to base64 or null.")
    return {path: _content(path, content) for path, content in raw.items()}


def _content(path: str, content: object) -> bytes | None:
    if content is None:
        return None
    try:
        return base64.b64decode(content, validate=True) if isinstance(content, str) else _not_base64(path)
    except binascii.Error:
        return _not_base64(path)


def _not_base64(path: str) -> bytes:
    raise BadRequest(f"The content of {path} is not base64.")


def _allowed(raw: object) -> frozenset[str] | None:
    if raw is None:
        return None
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        raise BadRequest(f"allowedImports is {raw!r}; it is a list of module names, or null.")
    return frozenset(raw)
