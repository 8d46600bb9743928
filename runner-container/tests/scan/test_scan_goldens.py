"""The golden pairs of request and answer that the TypeScript side reads too."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from runner.scan.serve import answer_line

GOLDENS = json.loads((Path(__file__).resolve().parents[3] / "core/contract/scan.json").read_text("utf-8"))


@pytest.mark.parametrize("golden", GOLDENS, ids=[golden["title"] for golden in GOLDENS])
def test_golden(golden: Any) -> None:
    assert json.loads(answer_line(json.dumps(golden["request"]).encode())) == golden["answer"]


@pytest.mark.parametrize("golden", GOLDENS, ids=[golden["title"] for golden in GOLDENS])
def test_sources_are_shown_as_they_are_sent(golden: Any) -> None:
    sent = {
        path: content and base64.b64decode(content).decode() for path, content in golden["request"]["files"].items()
    }
    assert {path: text and "\n".join(text) for path, text in golden["sources"].items()} == sent
