"""`runlet.artifact()`."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import StrPath


def artifact(
    name: str, data: "str | bytes | bytearray | memoryview | None" = None, *, path: "StrPath | None" = None
) -> "Path":
    """Keeps a file with the run and answers its path. Folders in `name` are made; a file of that name is replaced.

    Give `data` (text is written as UTF-8), or `path` of a file to copy, or neither and write to the answered path.
    Raises ValueError for a name that leads out of the output folder or when both are given, TypeError for other data,
    FileNotFoundError and IsADirectoryError for `path`.
    """
    from pathlib import Path

    target = Path(os.environ.get("RUNLET_OUTPUT") or "runlet-output", *_parts(name))
    if data is not None and path is not None:
        raise ValueError("artifact() takes data or path, not both: data is the content, path a file to copy.")
    if isinstance(data, str):
        data = data.encode("utf-8")
    if data is not None and not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"The data of artifact() should be text or bytes, but is a {type(data).__name__}: make it text first, "
            "for example with json.dumps()."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    if data is not None:
        target.write_bytes(data)
    elif path is not None:
        import shutil

        shutil.copyfile(path, target)
    return target


def _parts(name: str) -> list[str]:
    """The folders and the file name in an artifact's name, which must stay below the output folder."""
    if not isinstance(name, str):
        raise TypeError(f"The name of artifact() should be text such as 'chart.svg', but is {name!r:.80}.")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if not parts or name.startswith("/") or ".." in parts or "\0" in name or name.endswith("/"):
        raise ValueError(
            f"The name of artifact() should be like 'chart.svg' or 'report/chart.svg', but is {name!r:.80}."
        )
    return parts
