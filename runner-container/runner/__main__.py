"""The runner: a map.

serve.py        the loop: orders from Node, one keeper process for each sandbox, messages back
keepers.py      forks keepers and clears after those that die
keeper.py       one sandbox from start to removal:
  sandbox.py      step one: walls/ go up around a child, its interpreter waits in boot/hook
  tell.py         step two: unpack.py (archive.py) puts the code in place, the script is released
  watch.py        the event loop: outputs.py and pump.py to log_writer.py, gauges.py for limits
  family.py       its processes: reaped, killed, swept
  settle.py       result.py, artifacts.py, exceptions.py, then report.py
  remove.py       nothing stays
channel.py      the seam between a keeper and the outside: a folder and a socket
task/           one task serves one run over HTTPS: it does what serve.py does for one keeper, and brings the folder to
                the bucket; tighten.py lays the job's limits on an interpreter that waited for it
doctor.py       what this machine has
boot/           what runs inside the user's interpreter: hook, driver (which also asks a script's trigger()), sdk
scan/           the scanner: reads scripts without running them, as a resident process or a function (function.py)

runner serve --root <folder> --python <interpreter> [--fd 3]
runner task --root <folder> [--python <interpreter>] [--boot <compiled boot folder>]
runner doctor [--python <interpreter>]
"""

import argparse
import gc
import json
import socket
import sys

from .probe import NoInterpreter


def main() -> int:
    """Runs one of the commands; 0 when it ended well, 1 with a sentence on stderr else."""
    parser = argparse.ArgumentParser(prog="runner", description="Runs Python scripts in sandboxes.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve_command = commands.add_parser("serve", help="serve orders over a socket")
    serve_command.add_argument("--root", required=True, help="folder for sandboxes")
    serve_command.add_argument("--python", default=sys.executable, help="interpreter of the sandboxes")
    serve_command.add_argument("--fd", type=int, default=3, help="descriptor of the socket")
    task_command = commands.add_parser("task", help="serve the one run, or the warm slot, that the environment names")
    task_command.add_argument("--root", required=True, help="folder of this task alone")
    task_command.add_argument("--python", default=sys.executable, help="interpreter of the sandbox")
    task_command.add_argument("--boot", help="boot folder that is compiled for it already")
    doctor_command = commands.add_parser("doctor", help="print what this machine has, as JSON")
    doctor_command.add_argument("--python", help="interpreter of the sandboxes")
    given = parser.parse_args()
    if given.command == "doctor":
        from .doctor import examine

        print(json.dumps(examine(given.python), indent=2))
        return 0
    if given.command == "task":
        return _task(given.root, given.python, given.boot)
    return _serve(given.fd, given.root, given.python)


def _task(root: str, python: str, boot: str | None) -> int:
    from .layout import BootFolder
    from .task.main import GAVE_UP, run_task
    from .task.settings import BadSettings, take_settings

    try:
        settings = take_settings()
    except BadSettings as error:
        print(f"runner: {error}", file=sys.stderr)
        return GAVE_UP
    return run_task(settings, root, python, BootFolder(boot) if boot else None)


def _serve(fd: int, root: str, python: str) -> int:
    from .serve import serve

    # What exists now lives as long as the runner: no keeper should ever copy its pages to count it.
    gc.freeze()
    try:
        serve(socket.socket(fileno=fd), root, python)
    except (NoInterpreter, OSError) as error:
        print(f"runner: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
