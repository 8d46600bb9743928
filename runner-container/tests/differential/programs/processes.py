"""Children."""

_POOL = """
import multiprocessing as mp
class Point:
    def __init__(self, x): self.x = x
    def __repr__(self): return f'Point({{self.x}})'
def double(p): return Point(p.x * 2)
if __name__ == '__main__':
    mp.set_start_method({method!r})
    with mp.Pool(2) as pool:
        print(pool.map(double, [Point(1), Point(2)]))
    print(mp.get_start_method(), mp.parent_process())
"""
_PROCESS = """
import multiprocessing as mp, sys, os
def work(queue, n): queue.put((n, __name__, os.path.basename(__file__), sys.argv))
if __name__ == '__main__':
    context = mp.get_context({method!r})
    queue = context.Queue()
    child = context.Process(target=work, args=(queue, 5))
    child.start(); print(queue.get()); child.join(); print(child.exitcode)
"""
_FAILS = """
import multiprocessing as mp
def fail(): raise SystemExit(7)
if __name__ == '__main__':
    child = mp.get_context({method!r}).Process(target=fail)
    child.start(); child.join(); print(child.exitcode)
"""
METHODS = ("fork", "spawn", "forkserver")

PROGRAMS: dict[str, str | bytes] = {
    **{f"pool by {method}": _POOL.format(method=method) for method in METHODS},
    **{f"process by {method}": _PROCESS.format(method=method) for method in METHODS},
    **{f"failing process by {method}": _FAILS.format(method=method) for method in METHODS},
    "spawn without a guard": "import multiprocessing as mp\nprint(mp.get_start_method())\n",
    "process pool of futures": """
from concurrent.futures import ProcessPoolExecutor
def square(n): return n * n
if __name__ == '__main__':
    with ProcessPoolExecutor(2) as pool: print(list(pool.map(square, range(4))))
""",
    "exception in a pool": """
from concurrent.futures import ProcessPoolExecutor
def fail(n): return 1 / n
if __name__ == '__main__':
    with ProcessPoolExecutor(1) as pool:
        try: pool.submit(fail, 0).result()
        except ZeroDivisionError as e: print(e, type(e.__cause__).__name__)
""",
    "os.fork": """
import os, sys
print('before', flush=True)
pid = os.fork()
if pid == 0:
    print('child'); sys.exit(3)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
""",
    "buffered output before fork": "import os\nprint('twice')\nif os.fork() == 0: raise SystemExit\nos.wait()\n",
    "os.system": "import os; print(os.waitstatus_to_exitcode(os.system('exit 3')))",
    "shell": "import subprocess; print(subprocess.run('echo $0 $HOME; exit 4', shell=True, capture_output=True))",
    "python as child": """
import subprocess, sys
code = 'import sys, os; print(sys.argv, sorted(sys.modules), sys.path[1:], sorted(os.environ))'
print(subprocess.run([sys.executable, '-c', code, 'x'], capture_output=True, text=True))
""",
    "itself as child": """
import subprocess, sys
if len(sys.argv) < 7:
    print(sys.argv, flush=True)
    sys.exit(subprocess.run([sys.executable, *sys.argv, 'again', 'and', 'again'][:9]).returncode + 1)
print('enough')
""",
    "restarts itself by exec": """
import os, sys
if 'stop' in sys.argv: print('second', sys.argv); sys.exit(3)
os.execv(sys.executable, [sys.executable, __file__, 'stop'])
""",
    "sigpipe in a child": "import subprocess; print(subprocess.run('yes | head -1', shell=True, capture_output=True))",
    "posix_spawn": """
import os
pid = os.posix_spawn('/bin/sh', ['sh', '-c', 'exit 5'], os.environ); print(os.waitpid(pid, 0)[1])
""",
    "async subprocess": """
import asyncio
async def main():
    child = await asyncio.create_subprocess_exec('echo', 'hi', stdout=asyncio.subprocess.PIPE)
    print(await child.communicate(), child.returncode)
asyncio.run(main())
""",
}
