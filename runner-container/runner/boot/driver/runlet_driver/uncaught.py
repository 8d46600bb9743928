"""Uncaught exceptions of a driven script: shown as if the driver were not there, and recorded."""

import sys

from runlet_values import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from runlet_driver.keep import Keeping

_LONGEST_MESSAGE = 8192
_LONGEST_TRACEBACK = 65536


def record_uncaught(error: BaseException, file: str, keeping: "Keeping") -> None:
    """Writes exception.json, and takes the driver's frames out of what sys.excepthook will be given.

    Nothing is printed here: the script's own hook, or Python's, prints what it would have printed.
    """
    inner = getattr(sys, "excepthook", sys.__excepthook__)

    def show(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
        sys.excepthook = inner
        error.__traceback__ = _without_driver(trace)
        inner(kind, error, error.__traceback__)

    _recorded(error, file, keeping)
    sys.excepthook = show


def _recorded(error: BaseException, file: str, keeping: "Keeping") -> bool:
    """Whether exception.json could be written; if not (a full disk, say), the script's own exception still counts."""
    try:
        keeping.write("exception.json", to_json(_describe(error, _without_driver(error.__traceback__), file)))
    except Exception:
        return False
    return True


def _without_driver(trace: "TracebackType | None") -> "TracebackType | None":
    """The frames from the first one on that is the script's; of asyncio only what lies below such a frame."""
    trace = _after(trace, "runlet_driver")
    return _after(trace, "asyncio") or trace


def _after(trace: "TracebackType | None", package: str) -> "TracebackType | None":
    while trace is not None and str(trace.tb_frame.f_globals.get("__name__")).partition(".")[0] == package:
        trace = trace.tb_next
    return trace


def _describe(error: BaseException, trace: "TracebackType | None", file: str) -> dict[str, object]:
    """`{type, message, line, traceback}`; `line` is the innermost one of the entry file, None when it has no part."""
    import traceback

    kind = type(error)
    module = "" if kind.__module__ in ("__main__", "builtins") else kind.__module__ + "."
    lines = [frame.tb_lineno for frame in _frames(trace) if frame.tb_frame.f_code.co_filename == file]
    if isinstance(error, SyntaxError) and error.filename == file and error.lineno is not None:
        lines.append(error.lineno)
    return {
        "type": module + kind.__qualname__,
        "message": _clean(_message(error))[:_LONGEST_MESSAGE],
        "line": lines[-1] if lines else None,
        "traceback": _clean("".join(traceback.format_exception(kind, error, trace)))[-_LONGEST_TRACEBACK:],
    }


def _frames(trace: "TracebackType | None") -> "list[TracebackType]":
    found = []
    while trace is not None:
        found.append(trace)
        trace = trace.tb_next
    return found


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError) and error.msg:
        return error.msg
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"


def _clean(text: str) -> str:
    """Lone surrogates, which no JSON reader takes, as the escapes that Python prints for them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
