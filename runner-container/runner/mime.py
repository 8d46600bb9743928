"""The MIME type of an artifact: by its name, and by its first bytes when the name says nothing."""

import mimetypes

# Without the machine's own tables, so that every machine says the same; what the standard table lacks on 3.11.
_BY_NAME = mimetypes.MimeTypes(filenames=())
for _type, _ending in (
    ("text/markdown", ".md"),
    ("application/yaml", ".yaml"),
    ("application/yaml", ".yml"),
    ("text/plain", ".log"),
    ("application/x-ndjson", ".jsonl"),
    ("application/x-ndjson", ".ndjson"),
    ("application/vnd.apache.parquet", ".parquet"),
    ("image/webp", ".webp"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
):
    _BY_NAME.add_type(_type, _ending)

_BY_CONTENT = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"<svg", "image/svg+xml"),
    (b"<!DOCTYPE html", "text/html"),
    (b"<html", "text/html"),
)
_COMPRESSED = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}


def mime_type(name: str, start: bytes) -> str:
    """The type for a file name and the first 512 bytes or fewer; `application/octet-stream` when nothing is known."""
    by_name, encoding = _BY_NAME.guess_type(f"file:///{name.rpartition('/')[2]}")
    if encoding is not None:
        return _COMPRESSED.get(encoding, "application/octet-stream")
    if by_name is not None:
        return by_name
    for magic, by_content in _BY_CONTENT:
        if start.startswith(magic):
            return by_content
    return "text/plain" if _looks_like_text(start) else "application/octet-stream"


def _looks_like_text(start: bytes) -> bool:
    if not start or b"\0" in start:
        return False
    try:
        start.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(start) - 3  # the last character may be cut in two
    return True
