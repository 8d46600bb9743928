"""The runner: a map.

serve.py        the loop: orders from Node, one keeper process for each sandbox, messages back
keepers.py      forks keepers and clears after those that die
keeper.py       one sandbox from start to removal:
  sandbox.py      step one: walls/ go up around a child, its interpreter waits in boot/hook
  tell.py         step two: unpack.py puts the code in place, the script is released
  watch.py        the event loop: outputs.py and pump.py to log_writer.py, gauges.py for limits
  family.py       its processes: reaped, killed, swept
  settle.py       result.py, artifacts.py, exceptions.py, then report.py
  remove.py       nothing stays
channel.py      the seam to the outside: a directory and a socket here, HTTPS elsewhere
doctor.py       what this machine has
boot/           what runs inside the user's interpreter: hook, driver, sdk

runner serve --root <folder> --python <interpreter> [--fd 3]
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
    doctor_command = commands.add_parser("doctor", help="print what this machine has, as JSON")
    doctor_command.add_argument("--python", help="interpreter of the sandboxes")
    given = parser.parse_args()
    if given.command == "doctor":
        from .doctor import examine

        print(json.dumps(examine(given.python), indent=2))
        return 0
    return _serve(given.fd, given.root, given.python)


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
