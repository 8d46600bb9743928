"""Bytes to text, the way CPython reads a source file, or the sentence that says why Python could not."""

from __future__ import annotations

import codecs
import io
import tokenize
from dataclasses import dataclass

from .model import Source

_SAVE_AS_UTF8 = "Save the file as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-"
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@dataclass(frozen=True, slots=True)
class Undecodable:
    """A file that Python itself could not decode. `line` is None when no single line is to blame."""

    file: str
    line: int | None
    message: str

    def as_json(self) -> dict[str, object]:
        return {"file": self.file, "line": self.line, "message": self.message}


def decode(file: str, data: bytes) -> Source | Undecodable:
    """Decodes by byte order mark and coding line (PEP 263). A BOM, CRLF and any text encoding Python knows are fine."""
    for mark, name in _WIDE_MARKS.items():
        if data.startswith(mark):
            return Undecodable(file, None, f"{file} is {name}, which Python does not read. {_SAVE_AS_UTF8}")
    if b"\x00" in data:
        return _null_byte(file, data)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except (SyntaxError, LookupError, ValueError) as error:
        return _undetected(file, data, error)
    try:
        text = data.decode(encoding)
        text.encode("utf-8")
    except UnicodeDecodeError as error:
        return _undecoded(file, data, encoding, error)
    except (UnicodeError, LookupError) as error:
        return Undecodable(
            file,
            1,
            f"{file}: Python cannot read a file in the encoding {encoding} ({error}). {_SAVE_AS_UTF8}",
        )
    return Source(file, text)


def _null_byte(file: str, data: bytes) -> Undecodable:
    line = _line_at(data, data.index(b"\x00"))
    said = "source code cannot contain null bytes"
    return Undecodable(
        file,
        line,
        f"{file}, line {line}: {said}. The file may be damaged, or not be Python source. {_SAVE_AS_UTF8}",
    )


def _undetected(file: str, data: bytes, error: Exception) -> Undecodable:
    """detect_encoding looks at the first two lines only, so the blame lies on one of them."""
    first, _, rest = data.partition(b"\n")
    second = rest.partition(b"\n")[0]
    bad = next((at for at, line in ((1, first), (2, second)) if _is_not_utf8(line)), None)
    if bad is not None and "unknown encoding" not in str(error):
        raw = first if bad == 1 else second
        return Undecodable(file, bad, _non_utf8(file, bad, _first_bad_byte(raw)))
    line = 1 if b"coding" in first or data.startswith(codecs.BOM_UTF8) else 2
    return Undecodable(file, line, f"{file}, line {line}: {error}. {_SAVE_AS_UTF8}")


def _undecoded(file: str, data: bytes, encoding: str, error: UnicodeDecodeError) -> Undecodable:
    offset = error.start + (len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0)
    line = _line_at(data, offset)
    if encoding in ("utf-8", "utf-8-sig"):
        return Undecodable(file, line, _non_utf8(file, line, data[offset]))
    return Undecodable(file, line, f"{file}, line {line}: {error}. {_SAVE_AS_UTF8}")


def _non_utf8(file: str, line: int, byte: int) -> str:
    """CPython's own sentence, whose form people search for."""
    said = f"Non-UTF-8 code starting with '\\x{byte:02x}' in file {file} on line {line}, but no encoding declared"
    return f"{said}. {_SAVE_AS_UTF8}"


def _is_not_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _first_bad_byte(line: bytes) -> int:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return line[error.start]
    return 0


def _line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
