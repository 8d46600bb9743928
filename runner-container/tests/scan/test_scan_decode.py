"""Sources that Python can and cannot decode."""

from typing import Any

import pytest

from tests.scan.asking import Scan

FINE = {
    "a byte order mark": b"\xef\xbb\xbfx = 1\n",
    "CRLF": b"x = 1\r\nif x:\r\n    y = '''a\r\nb'''\r\n",
    "lone carriage returns": b"x = 1\ry = 2\r",
    "latin-1 with a coding line": b"# -*- coding: latin-1 -*-\nx = 'caf\xe9'\n",
    "a coding line in line two": b"#!/usr/bin/env python3\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
    "UTF-8": "x = 'käse 日本'".encode(),
    "a form feed": b"x = 1\n\x0cy = 2\n",
}
NOT = {
    "a null byte": (b"x = 1\ny = '\x00'\n", 2, "null bytes"),
    "invalid UTF-8": (
        b"x = 1\n\nname = 'caf\xe9'\n",
        3,
        "Non-UTF-8 code starting with '\\xe9' in file script.py on line 3",
    ),
    "invalid UTF-8 in line one": (b"x = 'caf\xe9'\n", 1, "on line 1, but no encoding declared"),
    "invalid UTF-8 behind a mark": (b"\xef\xbb\xbfa = 1\nb = 2\nx = '\xff'", 3, "'\\xff'"),
    "an unknown encoding": (b"# coding: klingon\nx = 1\n", 1, "unknown encoding: klingon"),
    "a mark and another coding line": (b"\xef\xbb\xbf# coding: latin-1\nx = 1\n", 1, "encoding problem"),
    "a codec that is no text encoding": (b"# coding: rot13\nk = 1\n", 1, "rot13"),
    "a wrong coding line": (b"# coding: ascii\nx = 1\ny = '\xc3\xa9'\n", 3, "'ascii' codec can't decode byte 0xc3"),
    "UTF-16": ("x = 1".encode("utf-16"), None, "UTF-16, which Python does not read"),
    "half of a surrogate pair": (b"# coding: utf-7\nx = '+2AA-'\n", 1, "surrogates not allowed"),
}


@pytest.mark.parametrize("source", FINE.values(), ids=FINE)
def test_reads(scan_source: Scan, source: Any) -> None:
    answer = scan_source(source)
    assert (answer["decodeErrors"], answer["syntaxErrors"]) == ([], [])
    compile(source, "script.py", "exec")


@pytest.mark.parametrize(("source", "line", "part"), NOT.values(), ids=NOT)
def test_refuses_what_python_refuses(scan_source: Scan, source: Any, line: Any, part: Any) -> None:
    (error,) = scan_source(source)["decodeErrors"]
    assert (error["file"], error["line"]) == ("script.py", line)
    assert part in error["message"]
    with pytest.raises((SyntaxError, ValueError)):
        compile(source, "script.py", "exec")


def test_a_neighbour_that_cannot_be_decoded_is_named(scan_files: Scan) -> None:
    answer = scan_files({"script.py": "import helper\nprint(1)", "helper.py": b"\xff\xfe"})
    assert [error["file"] for error in answer["decodeErrors"]] == ["helper.py"]
    assert answer["imports"][0]["kind"] == "own"
