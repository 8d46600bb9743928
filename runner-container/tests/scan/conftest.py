"""Scans for the tests: files in as text or bytes, the answer out as a dict."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from runner.scan.request import Request
from runner.scan.scan import scan
from tests.scan.asking import Scan


def as_bytes(content: str | bytes | None) -> bytes | None:
    return textwrap.dedent(content).encode() if isinstance(content, str) else content


@pytest.fixture
def scan_files() -> Scan:
    """scan_files({"script.py": "…"}, level="strict") → the answer."""

    def ask(
        files: dict[str, str | bytes | None],
        entry: str | None = None,
        level: str = "permissive",
        allowed: Any = None,
    ) -> dict[str, Any]:
        contents = {path: as_bytes(content) for path, content in files.items()}
        return scan(Request(1, contents, entry, level, None if allowed is None else frozenset(allowed)))

    return ask


@pytest.fixture
def scan_source(scan_files: Scan) -> Scan:
    """scan_source("print(1)") → the answer for that one script.py."""
    return lambda source, **more: scan_files({"script.py": source}, **more)
