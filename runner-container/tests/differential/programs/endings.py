"""Ways to end."""

PROGRAMS: dict[str, str | bytes] = {
    "nothing at all": "",
    "only a comment": "# nothing",
    "falls off the end": "print('done')",
    "no newline at the end of output": "import sys; sys.stdout.write('no newline')",
    "sys.exit()": "import sys; sys.exit()",
    "sys.exit(None)": "import sys; sys.exit(None)",
    "sys.exit(0)": "import sys; sys.exit(0)",
    "sys.exit(3)": "import sys; sys.exit(3)",
    "sys.exit(256)": "import sys; sys.exit(256)",
    "sys.exit(-1)": "import sys; sys.exit(-1)",
    "sys.exit(text)": "import sys; sys.exit('it went wrong')",
    "sys.exit(object)": "import sys; sys.exit(['a', 1])",
    "sys.exit(tuple of one)": "import sys; sys.exit((4,))",
    "sys.exit(True)": "import sys; sys.exit(True)",
    "raise SystemExit(5) in a function": "def f():\n    raise SystemExit(5)\nf()",
    "exit() of site": "exit(6)",
    "quit() of site": "quit()",
    "os._exit": "import os; print('lost', end=''); os._exit(7)",
    "os._exit after flush": "import os; print('kept', flush=True); os._exit(8)",
    "os.abort": "import os, resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.abort()",
    "killed by itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "terminated by itself": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "segmentation fault signal": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "KeyboardInterrupt raised": "raise KeyboardInterrupt",
    "SIGINT to itself": "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('not reached')",
    "alarm": "import signal; signal.setitimer(signal.ITIMER_REAL, 0.05); signal.pause()",
    "SIGTERM handler": """
import os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))
os.kill(os.getpid(), signal.SIGTERM)
print('not reached')
""",
    "atexit order": """
import atexit
for n in range(3):
    atexit.register(print, 'atexit', n)
print('end of file')
""",
    "atexit after an exception": "import atexit; atexit.register(print, 'still'); 1/0",
    "atexit that fails": "import atexit; atexit.register(lambda: 1/0); print('end')",
    "atexit that exits": "import atexit, sys; atexit.register(lambda: sys.exit(5)); print('end')",
    "destructors at the end": """
class Box:
    def __init__(self, name): self.name = name
    def __del__(self): print('gone', self.name)
first, second = Box(1), Box(2)
second.other = first
""",
    "closed stdout": "import sys; print('said'); sys.stdout.close()",
    "closed stdout descriptor": "import os; os.close(1); print('unheard')",
    "closed stderr": "import sys; sys.stderr.close(); 1/0",
    "stdout replaced": "import sys, io; sys.stdout = io.StringIO(); print('unheard')",
    "finally and with": """
class Guard:
    def __enter__(self): print('in'); return self
    def __exit__(self, *error): print('out', error[0])
try:
    with Guard():
        raise SystemExit(4)
finally:
    print('finally')
""",
}
