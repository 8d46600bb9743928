"""Runs the suite under coverage and tells it: `python tests/cover.py [pytest arguments]`, from runner-container/.

Every process of the runner saves its own data, those that became a sandbox's uid too: hence a folder open to all.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """The suite's exit code, or that of the report when too little is covered."""
    with tempfile.TemporaryDirectory(prefix="runlet-coverage-") as folder:
        os.chmod(folder, 0o1777)
        os.environ["COVERAGE_FILE"] = os.path.join(folder, "data")
        coverage = [sys.executable, "-m", "coverage"]
        failed = subprocess.call([*coverage, "run", "-m", "pytest", *sys.argv[1:]])
        subprocess.call([*coverage, "combine", "-q"])
        # Tests kill processes, some while they save: what they left is no database, and the report would try it again.
        for left in Path(folder).glob("data.*"):
            left.unlink()
        too_little = subprocess.call([*coverage, "report"])
        return failed or too_little


if __name__ == "__main__":
    sys.exit(main())
