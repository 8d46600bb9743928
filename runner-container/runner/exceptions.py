"""The uncaught exception of a native script, read from what Python printed last on stderr."""

import re

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_HEADER = re.compile(r"^(  \+ Exception Group )?Traceback \(most recent call last\):$")
# A line that the script had not finished when the traceback came.
_AFTER_TEXT = re.compile(r"^(.*[^ \n])(Traceback \(most recent call last\):)$", re.MULTILINE)
_MARGIN = re.compile(r"^  [|+] ?")
_FRAME = re.compile(r'^ +File "(?P<file>.*)", line (?P<line>\d+)(?:, in .*)?$')
_FINAL = re.compile(r"^(?P<type>[^\W\d]\w*(?:\.(?:[^\W\d]\w*|<locals>))*)(?:: ?(?P<message>.*))?$")
_SYNTAX_ERRORS = ("SyntaxError", "IndentationError", "TabError")
_CHAINED = (
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)
# What stands before a traceback that did not end the script: of a thread, a child process, a destructor.
_ELSEWHERE = ("Exception in thread ", "Exception ignored ", "Error in ", "Process ", "--- Logging error")
_LONGEST_MESSAGE = 8192
_LONGEST_TRACEBACK = 65536


def exception_from_stderr(tail: bytes, entry: str) -> dict[str, object] | None:
    """`{type, message, line, traceback}` of the exception that ended a script, None when stderr ends otherwise.

    `tail` is the end of stderr (64 KiB are plenty). `entry` is the entry file's path in the workspace; `line` is the
    innermost line in that file, None when it has no part in the traceback. Only meaningful for a script that
    ended with exit code 1. Pure; raises nothing.
    """
    text = _COLOUR.sub("", tail.decode("utf-8", "replace")).replace("\r\n", "\n")
    lines = text.rstrip("\n").split("\n")
    start, end = _last_block(lines)
    if start is None:
        lines = _AFTER_TEXT.sub(r"\1\n\2", text).rstrip("\n").split("\n")
        start, end = _last_block(lines)
    if start is None:
        return None
    block = [_MARGIN.sub("", line) for line in lines[start:end]] if "+" in lines[start] else lines[start:end]
    found = _final_line(block)
    if found is None:
        return None
    at, kind = found
    return {
        "type": kind["type"],
        "message": _message(kind["message"] or "", block[at + 1 :])[:_LONGEST_MESSAGE],
        "line": _line_in(block[:at], entry),
        "traceback": ("\n".join(lines[_first_of_chain(lines, start) : end]) + "\n")[-_LONGEST_TRACEBACK:],
    }


def _last_block(lines: list[str]) -> tuple[int | None, int]:
    """The last traceback that may have ended the script, as start and end in `lines`."""
    syntax_error = _syntax_error_at_end(lines)
    if syntax_error is not None:
        return syntax_error, len(lines)
    end = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if not _HEADER.match(lines[at]):
            continue
        if at > 0 and lines[at - 1].startswith(_ELSEWHERE):
            end = at - 1
            continue
        return at, end
    return None, end


def _syntax_error_at_end(lines: list[str]) -> int | None:
    """Where a SyntaxError of the entry file itself starts: it has no header, only the place, the text and a caret."""
    if not lines[-1].startswith(_SYNTAX_ERRORS):
        return None
    at = len(lines) - 2
    while at >= 0 and lines[at].startswith(" "):
        at -= 1
    alone = at < 0 or not _HEADER.match(lines[at])
    return at + 1 if alone and at + 1 < len(lines) and _FRAME.match(lines[at + 1]) else None


def _final_line(block: list[str]) -> tuple[int, re.Match[str]] | None:
    """The line `Type: message`: the first one after the frames, which are all indented."""
    for at, line in enumerate(block[1:], 1):
        if not line.startswith(" "):
            final = _FINAL.match(line)
            return (at, final) if final else None
    return None


def _message(first: str, others: list[str]) -> str:
    """The whole message; of an exception group without the exceptions in it."""
    lines = [first]
    for line in others:
        if line.startswith(("+-", "-+-", "  +-")):
            break
        lines.append(line)
    return "\n".join(lines)


def _line_in(frames: list[str], entry: str) -> int | None:
    line = None
    for text in frames:
        frame = _FRAME.match(text)
        if frame and (frame["file"] == entry or frame["file"].endswith("/" + entry)):
            line = int(frame["line"])
    return line


def _first_of_chain(lines: list[str], start: int) -> int:
    """Where the first of the chained exceptions starts."""
    while start >= 2 and lines[start - 2].strip() in _CHAINED:
        earlier = [at for at in range(start - 2) if _HEADER.match(lines[at])]
        if not earlier:
            break
        start = earlier[-1]
    return start
