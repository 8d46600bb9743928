"""Backs up a folder to a zip with a manifest; on a schedule only when something has changed."""

import hashlib
import json
import os
import zipfile
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

import runlet

IGNORED = ["*.tmp", "*.pyc", "__pycache__/*", ".git/*"]


def trigger() -> bool:
    """Asked first on scheduled runs: is there anything that the last backup has not?"""
    given = runlet.input or {}
    files = scan(Path(given.get("folder", "inputs")), given.get("ignore", IGNORED))
    return {name: facts["sha256"] for name, facts in files.items()} != runlet.state.get("files")


def main(folder: Path = Path("inputs"), ignore: list[str] = IGNORED, **files: Path) -> dict:
    """Packs all files of a folder and remembers what they were.

    Args:
        folder: folder to back up; the files given to the run lie in inputs
        ignore: patterns of files to leave out
    """
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder}; give files with --file name=path, or another folder.")
    found = scan(folder, ignore)
    before = runlet.state.get("files", {})
    changes = compare(before, found)
    pack(folder, found, runlet.artifact("backup.zip"))
    manifest = {"folder": str(folder), "files": found, "changes": changes}
    runlet.artifact("manifest.json", json.dumps(manifest, indent=2))
    runlet.state["files"] = {name: facts["sha256"] for name, facts in found.items()}
    runlet.state["lastBackup"] = datetime.now(UTC).isoformat(timespec="seconds")
    total = sum(facts["bytes"] for facts in found.values())
    print(f"{len(found)} files, {total} bytes; " + ", ".join(f"{len(names)} {kind}" for kind, names in changes.items()))
    return {"files": len(found), "bytes": total, "changes": changes}


def scan(folder: Path, ignore: list[str]) -> dict[str, dict]:
    """Size and SHA-256 of each file below the folder by its relative name; links are not followed."""
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or any(fnmatch(name, pattern) for pattern in ignore):
            continue
        if not os.access(path, os.R_OK):
            raise SystemExit(f"{path} cannot be read, so the backup would not be whole; open it, or leave it out with `ignore`.")
        if not path.is_file():
            continue
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[name] = {"bytes": path.stat().st_size, "sha256": digest}
    return found


def compare(before: dict[str, str], found: dict[str, dict]) -> dict[str, list[str]]:
    """What is new, different and gone since the last backup."""
    return {
        "added": sorted(found.keys() - before.keys()),
        "changed": sorted(name for name, facts in found.items() if before.get(name, facts["sha256"]) != facts["sha256"]),
        "removed": sorted(before.keys() - found.keys()),
    }


def pack(folder: Path, names: dict[str, dict], target: Path) -> None:
    """A zip that is read back and checked before it counts as a backup."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for done, name in enumerate(names, start=1):
            archive.write(folder / name, name)
            runlet.progress(done / len(names), name)
    with zipfile.ZipFile(target) as archive:
        broken = archive.testzip()
    if broken:
        raise RuntimeError(f"{broken} cannot be read back from the backup")
