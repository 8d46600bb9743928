"""Where imports come from, and what is said about those that would fail."""

from typing import Any

import pytest

from runner.scan.requirements import declared_in_requirements, declared_in_source, provides
from tests.scan.asking import Scan

ABSENT = "surely_not_installed_anywhere"


def kinds(answer: dict[str, Any], file: str = "script.py") -> dict[str, str]:
    return {one["module"]: one["kind"] for one in answer["imports"] if one["file"] == file}


def said(answer: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [finding for finding in answer["findings"] if finding["rule"] == rule]


MIXED = {
    "script.py": f"""
        import os.path, json as j, runlet
        import helper
        from pkg.sub import x
        from pkg import other, name
        import {ABSENT}.x
        import pytest
    """,
    "helper.py": "",
    "pkg/__init__.py": "name = 1",
    "pkg/sub.py": "",
    "pkg/other.py": "from . import sub\nfrom .sub import x\nfrom .. import helper",
}


def test_kinds(scan_files: Scan) -> None:
    answer = scan_files(MIXED)
    standard = dict.fromkeys(["os.path", "json", "runlet"], "standard")
    own = dict.fromkeys(["helper", "pkg.sub", "pkg", "pkg.other"], "own")
    assert kinds(answer) == {**standard, **own, f"{ABSENT}.x": "missing", "pytest": "third-party"}
    assert kinds(answer, "pkg/other.py")["pkg.sub"] == "own"


def test_places_are_told_in_characters(scan_source: Scan) -> None:
    (one,) = scan_source("x = 'ä'; import os")["imports"]
    assert (one["line"], one["column"]) == (1, 10)


@pytest.mark.parametrize("call", ["__import__('os')", "import importlib\nimportlib.import_module('os')"])
def test_imports_by_call_count(scan_source: Scan, call: Any) -> None:
    assert kinds(scan_source(call))["os"] == "standard"


def test_the_script_s_own_folder_is_not_the_runner_s(scan_source: Scan) -> None:
    assert kinds(scan_source("import runner"))["runner"] == "missing"


@pytest.mark.parametrize(
    ("module", "part"),
    [
        ("yaml_absent_helper", "run the whole folder that holds yaml_absent_helper.py: runlet run <folder>"),
        ("cv2", "opencv-python-headless"),
        ("streamlit", "Install the package streamlit for the interpreter that runs scripts"),
        (f"{ABSENT}.part", f"{ABSENT}/part.py"),
    ],
)
def test_a_missing_module_is_told_with_what_to_do(scan_source: Scan, module: str, part: str) -> None:
    answer = scan_source(f"x = 1\nimport {module}")
    if kinds(answer)[module] == "missing":
        (finding,) = said(answer, "missing-module")
        assert (finding["line"], finding["severity"]) == (2, "warning")
        assert part in finding["fix"]


GUARDED = {
    "a try": f"try:\n    import {ABSENT}\nexcept ImportError:\n    pass",
    "TYPE_CHECKING": f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import {ABSENT}",
    "a function": f"def f():\n    import {ABSENT}",
}


@pytest.mark.parametrize("source", GUARDED.values(), ids=GUARDED)
def test_a_missing_module_is_only_mentioned_inside_of(scan_source: Scan, source: str) -> None:
    (finding,) = said(scan_source(source), "missing-module")
    assert finding["severity"] == "info"


def test_missing_neighbours_are_named(scan_files: Scan) -> None:
    answer = scan_files(
        {
            "script.py": "import pkg.gone\nimport pkg.here\nfrom pkg import never, here, __version__\n",
            "pkg/__init__.py": "__version__ = 1\nfrom .lost import x\nfrom . import nothing, here",
            "pkg/here.py": "from . import *\nfrom .. import x",
        }
    )
    assert kinds(answer)["pkg.gone"] == kinds(answer)["pkg.never"] == "missing"
    lost = {(one["file"], one["line"]): one["fix"] for one in said(answer, "missing-neighbour")}
    assert "pkg/lost.py" in lost["pkg/__init__.py", 2]
    assert kinds(answer, "pkg/__init__.py")["pkg.here"] == "own"


def test_the_file_that_runs_cannot_import_relatively(scan_files: Scan) -> None:
    answer = scan_files({"script.py": "from .helper import x", "helper.py": ""})
    assert said(answer, "relative-import-in-entry")[0]["line"] == 1


def test_an_own_file_that_hides_a_standard_module_is_told(scan_files: Scan) -> None:
    answer = scan_files({"script.py": "import random", "random.py": ""})
    assert kinds(answer)["random"] == "own"
    assert said(answer, "shadows-standard-module")[0]["file"] == "random.py"


REQUIREMENTS = (
    f"# comment\n-r other.txt\n--hash=x\nPyYAML==6.0 ; python_version > '3'\n"
    f"{ABSENT.upper().replace('_', '-')}[extra]>=1 # why\nhttps://example.org/x.whl\n"
)


def test_declared_packages_are_third_party(scan_files: Scan) -> None:
    answer = scan_files({"script.py": f"import yaml, {ABSENT}", "requirements.txt": REQUIREMENTS.encode()})
    assert set(kinds(answer).values()) == {"third-party"}
    assert declared_in_requirements(REQUIREMENTS) >= {"pyyaml", "surely-not-installed-anywhere"}


def test_packages_declared_in_the_source_are_third_party(scan_source: Scan) -> None:
    block = (
        f"# /// script\n# requires-python = '>=3.11'\n#\n"
        f"# dependencies = ['{ABSENT}>=2', 'rich']\n# ///\nimport {ABSENT}\n"
    )
    assert kinds(scan_source(block.encode()))[ABSENT] == "third-party"


@pytest.mark.parametrize(
    "block",
    [
        "",
        "# /// script\n# dependencies = [\n# ///\n",
        "# /// script\n# dependencies = 3\n# ///\n",
        "# /// script\n# x = " + "[" * 5000 + "\n# ///\n",
        "# /// script\n# dependencies = ['a']\n",
    ],
)
def test_a_block_that_declares_nothing(block: str) -> None:
    assert declared_in_source(block) == set()


@pytest.mark.parametrize(
    ("package", "module"),
    [
        ("google-cloud-storage", "google"),
        ("python-dateutil", "dateutil"),
        ("pyserial", "serial"),
        ("ruamel.yaml", "ruamel"),
    ],
)
def test_packages_are_matched_to_modules(package: str, module: str) -> None:
    assert provides(declared_in_requirements(package), module)


def test_a_module_that_newer_pythons_lack_is_told_with_its_successor(
    monkeypatch: pytest.MonkeyPatch, scan_source: Scan
) -> None:
    monkeypatch.setattr("sys.stdlib_module_names", frozenset({"os"}))
    monkeypatch.setattr("sys.path", [])
    (finding,) = said(scan_source("import telnetlib"), "missing-module")
    assert finding["fix"] == "Python 3.13 removed telnetlib; its place is taken by standard-telnetlib."
