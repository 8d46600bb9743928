"""A form with one file as RFC 7578 spells it, sent from the disk."""

import http.client
import os
from typing import BinaryIO

_PIECE = 256 * 1024


def frame(fields: dict[str, str]) -> tuple[bytes, bytes, str]:
    """What goes before and behind the file, and the content type. The file comes last: S3 reads no further."""
    boundary = os.urandom(16).hex()
    parts = [
        f'--{boundary}\r\ncontent-disposition: form-data; name="{_quoted(name)}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="file"\r\n'
        "content-type: application/octet-stream\r\n\r\n"
    )
    return "".join(parts).encode(), f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def send_file(connection: http.client.HTTPConnection, file: BinaryIO, size: int) -> None:
    """Exactly `size` bytes, although the file may have grown. Raises OSError when it has fewer."""
    left = size
    while left > 0:
        data = file.read(min(_PIECE, left))
        if not data:
            raise OSError("a file of ours is shorter than it was")
        connection.send(data)
        left -= len(data)


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
