"""What argparse itself makes of an argv, for the tests that compare with it."""

from __future__ import annotations

import argparse
from typing import Any


def parsed(source: str, argv: list[str]) -> dict[str, Any]:
    """Runs the sample's parser, bound to `p`, over the argv; gives its namespace, bound to `args`, as a dict."""
    space: dict[str, Any] = {"__name__": "sample"}
    exec(source.replace("p.parse_args()", f"p.parse_args({argv!r})"), space)
    assert isinstance(space["args"], argparse.Namespace)
    return vars(space["args"])
