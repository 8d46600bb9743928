"""Where the files lie that a script and Runlet exchange."""

import os


def io_file(name: str) -> str | None:
    """The absolute path of a file in Runlet's exchange folder, None when the script runs outside Runlet."""
    folder = os.environ.get("RUNLET_IO")
    return os.path.join(folder, name) if folder else None


def write_whole(path: str, content: bytes) -> None:
    """Writes a file so that a reader finds the old content or the new, never half of it. Raises OSError."""
    part = f"{path}.{os.getpid()}.part"
    with open(part, "wb") as file:
        file.write(content)
    os.replace(part, path)


def say(text: str) -> None:
    """Tells the person who tries a script outside Runlet what Runlet would have kept."""
    os.write(2, f"[runlet] {text}\n".encode("utf-8", "backslashreplace"))
