"""Scripts whose `main` is called: natively by a last line of their own, in function style by the driver."""

_POOL = """
import multiprocessing as mp
class Point:
    def __init__(self, x): self.x = x
def double(p): return p.x * 2
def main():
    with mp.get_context({method!r}).Pool(2) as pool:
        print(pool.map(double, [Point(1), Point(2)]))
"""

PROGRAMS: dict[str, str] = {
    **{f"pool by {method}": _POOL.format(method=method) for method in ("fork", "spawn", "forkserver")},
    "prints": "print('top')\ndef main():\n    print('main')\n",
    "guard": "def main(): pass\nif __name__ == '__main__':\n    print('guarded', __name__)\n",
    "main attributes": """
def main(): print(__name__, __file__, __doc__, __package__, __spec__, type(__loader__).__name__)
""",
    "globals": "def main(): print(sorted(globals()))\n",
    "argv": "import sys\ndef main(): print(sys.argv, sys.orig_argv)\n",
    "path": "import sys\ndef main(): print([p for p in sys.path if not p.endswith('boot/sdk')])\n",
    "importer cache": "import sys\ndef main(): print(sorted(p for p in sys.path_importer_cache if 'boot/' not in p))\n",
    "light modules": """
import sys
def main(): print([m for m in ('json', 're', 'typing', 'runpy', 'inspect') if m in sys.modules])
""",
    "neighbour": "import neighbour\ndef main(): print(neighbour.NAME)\n",
    "stdin": "def main(): print(input())\n",
    "environment": "import os\ndef main(): print(dict(os.environ), os.getcwd(), sorted(os.listdir()))\n",
    "descriptors": "import os\ndef main(): print(sorted(os.listdir('/dev/fd')))\n",
    "hooks": "import sys, atexit\ndef main(): print(sys.excepthook is sys.__excepthook__, atexit._ncallbacks())\n",
    "source": "import inspect\ndef main():\n    print(inspect.getsource(main), inspect.getmodule(main))\n",
    "pickle": """
import pickle
class Box: pass
def main(): print(pickle.dumps(Box()), type(pickle.loads(pickle.dumps(Box()))) is Box)
""",
    "dataclass": "import dataclasses\n@dataclasses.dataclass\nclass D: a: int\ndef main(): print(D(1))\n",
    "coding line": "# coding: latin-1\ndef main(): print('gr\\xf6\\xdfe')\n",
    "exception": "def main():\n    fail(0)\ndef fail(n):\n    return 1 / n\n",
    "exception at the top": "1/0\ndef main(): pass\n",
    "exception in a neighbour": "import neighbour\ndef main():\n    neighbour.fail()\n",
    "chained": "def main():\n    try:\n        1/0\n    except Exception as e:\n        raise KeyError('k') from e\n",
    "exception group": "def main():\n    raise ExceptionGroup('g', [ValueError(1), KeyError('k')])\n",
    "syntax error": "def main(:\n    pass\n",
    "syntax error in a neighbour": "import broken\ndef main(): pass\n",
    "own excepthook": """
import sys
def show(kind, error, trace): print(kind.__name__, error)
sys.excepthook = show
def main(): 1/0
""",
    "recursion": """
def main():
    try:
        deeper()
    except RecursionError as e:
        print(e)
def deeper(): deeper()
""",
    "sys.exit(3)": "import sys\ndef main():\n    sys.exit(3)\n",
    "sys.exit(text)": "import sys\ndef main():\n    sys.exit('went wrong')\n",
    "sys.exit()": "import sys\ndef main():\n    sys.exit()\n",
    "sys.exit at the top": "import sys\nsys.exit(4)\ndef main(): print('not reached')\n",
    "os._exit": "import os\ndef main():\n    print('kept', flush=True)\n    os._exit(5)\n",
    "KeyboardInterrupt": "def main():\n    raise KeyboardInterrupt\n",
    "SIGINT": "import os, signal\ndef main():\n    os.kill(os.getpid(), signal.SIGINT)\n",
    "SIGKILL": "import os, signal\ndef main():\n    os.kill(os.getpid(), signal.SIGKILL)\n",
    "atexit": """
import atexit
atexit.register(print, 'top')
def main():
    atexit.register(print, 'main')
    print('end')
""",
    "atexit after failure": "import atexit\ndef main():\n    atexit.register(print, 'still')\n    1/0\n",
    "late thread": """
import threading, time
def late(): time.sleep(0.05); print('late')
def main():
    threading.Thread(target=late).start()
    print('end')
""",
    "daemon thread": """
import threading, time
def main():
    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
""",
    "thread pool": """
from concurrent.futures import ThreadPoolExecutor as P
def main():
    with P(2) as p: print(list(p.map(str, range(3))))
""",
    "child": """
import subprocess, sys
def main():
    print(subprocess.run([sys.executable, '-c', 'import os; print(sorted(os.environ))'], capture_output=True))
""",
    "destructors": "class Box:\n    def __del__(self): print('gone')\nbox = Box()\ndef main(): print('end')\n",
    "fork": """
import os
def main():
    if os.fork() == 0:
        print('child', flush=True); os._exit(0)
    os.wait()
""",
    "logging": "import logging\ndef main(): logging.warning('w')\n",
}
