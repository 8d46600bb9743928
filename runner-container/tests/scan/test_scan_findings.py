"""Dangerous uses by level, however they are written."""

from typing import Any

import pytest

from runner.scan.contract import security_levels
from runner.scan.model import SEVERITIES
from runner.scan.request import LEVELS
from tests.scan.asking import Scan


def hits(answer: dict[str, Any], rule: str) -> list[tuple[int, str]]:
    return [(finding["line"], finding["severity"]) for finding in answer["findings"] if finding["rule"] == rule]


DANGEROUS = {
    "eval('1')": "dynamic-code",
    "exec('1')": "dynamic-code",
    "compile('1', 'a', 'exec')": "dynamic-code",
    "run = eval": "dynamic-code",
    "list(map(exec, []))": "dynamic-code",
    "import builtins; builtins.eval('1')": "dynamic-code",
    "getattr(__builtins__, 'eval')('1')": "dynamic-code",
    "import os; os.system('ls')": "shell-command",
    "import os as o; o.popen('ls')": "shell-command",
    "from os import system as go; go('ls')": "shell-command",
    "from os import *; system('ls')": "shell-command",
    "import os; getattr(os, 'system')('ls')": "shell-command",
    "__import__('os').system('ls')": "shell-command",
    "import importlib; importlib.import_module('os').system('ls')": "shell-command",
    "import sys; sys.modules['os'].system('ls')": "shell-command",
    "(o := __import__('os')).system('ls')": "shell-command",
    "import subprocess; subprocess.run('ls', shell=True)": "shell-command",
    "import pickle; pickle.loads(b'')": "unsafe-load",
    "from pickle import Unpickler": "",
    "import yaml; yaml.load(f)": "unsafe-load",
    "import ctypes; ctypes.CDLL('x')": "native-code",
    "import requests; requests.get('x', verify=False)": "tls-unchecked",
    "breakpoint()": "waits-for-a-person",
}


@pytest.mark.parametrize("source", DANGEROUS)
def test_is_found_at_every_level(scan_source: Scan, source: str) -> None:
    rule = DANGEROUS[source]
    for level in LEVELS:
        assert [line for line, _ in hits(scan_source(source, level=level), rule)] == ([1] if rule else [])


HARMLESS = {
    "a method called eval": "model.eval()",
    "re.compile": "import re; re.compile('a')",
    "an own function called compile": "def compile(): ...\ncompile()",
    "a subprocess without a shell": "import subprocess; subprocess.run(['ls'], shell=False)",
    "yaml with a loader": "import yaml; yaml.load(f, Loader=yaml.SafeLoader); yaml.load(f, yaml.SafeLoader)",
    "literal_eval": "import ast; ast.literal_eval('1')",
    "verified requests": "import requests; requests.get('x', verify='ca.pem')",
}


@pytest.mark.parametrize("source", HARMLESS.values(), ids=HARMLESS)
def test_is_not_found(scan_source: Scan, source: str) -> None:
    assert {f["rule"] for f in scan_source(source)["findings"]} <= {"missing-module"}


STRICT = {
    "open('x')": "file-access",
    "import socket; socket.socket()": "network",
    "import os; os.fork()": "process",
    "import subprocess; subprocess.run(['ls'])": "process",
    "().__class__.__bases__[0].__subclasses__()": "interpreter-internals",
    "getattr(f, '__globals__')": "interpreter-internals",
    "import sys; sys._getframe()": "interpreter-internals",
    "'{0.__globals__}'.format(f)": "hidden-internals",
    "globals()": "hidden-internals",
    "import importlib; importlib.import_module(name)": "dynamic-import",
    "import os; os.kill(1, 9)": "signal",
}


@pytest.mark.parametrize("source", STRICT)
def test_strict_minds(scan_source: Scan, source: str) -> None:
    found = hits(scan_source(source, level="strict"), STRICT[source])
    assert found
    assert hits(scan_source(source), STRICT[source]) == []


def test_every_finding_says_why_and_what_to_do(scan_source: Scan) -> None:
    (finding,) = [
        f for f in scan_source("x = 1\ny = [eval('1'), eval('2')]")["findings"] if f["rule"] == "dynamic-code"
    ]
    assert (finding["file"], finding["line"], finding["column"]) == ("script.py", 2, 6)
    assert finding["message"].startswith("eval runs code")
    assert finding["why"].endswith(".")
    assert finding["fix"].endswith(".")


def test_own_neighbours_are_held_to_the_level_too(scan_files: Scan) -> None:
    answer = scan_files({"script.py": "import helper", "helper.py": "eval('1')"}, level="strict")
    assert [f["file"] for f in answer["findings"]] == ["helper.py"]


ALLOWED = [
    ("strict", None, "math, json, collections.abc, runlet", []),
    ("strict", None, "os, numpy", ["os", "numpy"]),
    ("strict", ["numpy"], "numpy, math", ["math"]),
    ("strict", ["os.path"], "os.path, os", ["os"]),
    ("moderate", None, "os, requests, runlet", []),
    ("moderate", None, "ctypes, ctypes.util", ["ctypes", "ctypes.util"]),
    ("moderate", ["ctypes"], "ctypes", ["ctypes"]),
    ("moderate", ["subprocess"], "subprocess", []),
    ("permissive", None, "ctypes, os", []),
    ("permissive", ["math"], "math, os", ["os"]),
]


@pytest.mark.parametrize(("level", "allowed", "modules", "refused"), ALLOWED)
def test_imports_by_level(scan_source: Scan, level: str, allowed: Any, modules: str, refused: Any) -> None:
    answer = scan_source(f"import {modules}", level=level, allowed=allowed)
    messages = [f["message"] for f in answer["findings"] if f["rule"] == "import-not-allowed"]
    assert messages == [f"{name} may not be imported at the level {level}." for name in refused]


def test_a_file_of_definitions_alone_runs_nothing(scan_source: Scan) -> None:
    source = "import os\ndef helper(): ...\ndef report(): ..."
    (finding,) = scan_source(source)["findings"]
    assert (finding["rule"], finding["line"]) == ("nothing-runs", 3)
    assert scan_source("def main(): ...\ndef other(): ...")["findings"] == []


@pytest.mark.parametrize(
    ("source", "fix"),
    [
        ("def trigger(): ...", "Add what is to be run, as main() or as statements"),
        ("def report(): ...\ndef trigger(): ...", "call it at the end: report()."),
    ],
)
def test_a_trigger_alone_runs_nothing(scan_source: Scan, source: str, fix: str) -> None:
    (finding,) = scan_source(source)["findings"]
    assert (finding["rule"], finding["line"]) == ("nothing-runs", 1)
    assert fix in finding["fix"]


def test_the_data_is_whole() -> None:
    data = security_levels()
    assert tuple(data["levels"]) == LEVELS
    for level in data["levels"].values():
        assert set(level["severity"]) <= set(data["rules"])
        assert {*level["severity"].values(), *level["imports"]["deny"].values()} <= set(SEVERITIES)
    for rule in data["rules"].values():
        assert {"message", "why", "fix"} <= set(rule)
