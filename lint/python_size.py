"""Holds the runner to the project's sizes: files of at most 200 lines, functions of at most 40. Arguments: folders."""

import ast
import sys
from pathlib import Path

MOST_FILE = 200
MOST_FUNCTION = 40


def complaints(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    found = [f"{path}: {lines} lines; at most {MOST_FILE}"] if lines > MOST_FILE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > MOST_FUNCTION:
                found.append(f"{path}:{node.lineno}: {node.name} has {size} lines; at most {MOST_FUNCTION}")
    return found


def main(folders: list[str]) -> int:
    found = [line for folder in folders for path in sorted(Path(folder).rglob("*.py")) for line in complaints(path)]
    print("\n".join(found) or "sizes hold")
    return 1 if found else 0


sys.exit(main(sys.argv[1:]))
