"""Real sources: the standard library, and whatever lies in the templates, are read without a failure."""

import resource
import sysconfig
from pathlib import Path

import pytest

from tests.scan.asking import Scan

LIBRARY = Path(sysconfig.get_path("stdlib"))
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
MODULES = sorted(path for path in LIBRARY.glob("*.py"))
KNOWN = {"argparse", "function", "none", "click"}


def test_every_module_of_the_standard_library_is_read_in_bounded_memory(scan_files: Scan) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in MODULES:
        answer = scan_files({"script.py": path.read_bytes()}, level="strict")
        assert answer["syntaxErrors"] == answer["decodeErrors"] == [], path
        assert answer["interface"] in KNOWN
        assert "unread-source" not in {finding["rule"] for finding in answer["findings"]}, path
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


@pytest.mark.parametrize("name", ["tarfile", "py_compile", "tokenize", "calendar"])
def test_command_lines_of_the_standard_library_are_found(scan_files: Scan, name: str) -> None:
    answer = scan_files({"script.py": (LIBRARY / f"{name}.py").read_bytes()})
    assert answer["interface"] == "argparse"
    assert answer["argv"]
    assert answer["inputSchema"]["properties"].keys() == {entry["name"] for entry in answer["argv"]}


def test_templates_are_read(scan_files: Scan) -> None:
    for script in TEMPLATES.glob("*/script.py"):
        files = {path.relative_to(script.parent).as_posix(): path.read_bytes() for path in script.parent.rglob("*.py")}
        answer = scan_files(files, entry="script.py")
        assert answer["syntaxErrors"] == answer["decodeErrors"] == [], script
        assert not [finding for finding in answer["findings"] if finding["severity"] == "error"], script
