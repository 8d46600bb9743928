"""Threads, event loops and what outlives the end of the file."""

PROGRAMS: dict[str, str | bytes] = {
    "main thread": """
import threading
t = threading.current_thread()
print(t.name, t.daemon, threading.main_thread() is t, threading.active_count())
""",
    "thread outlives the file": """
import threading, time
def late(): time.sleep(0.05); print('late')
threading.Thread(target=late).start()
print('end of file')
""",
    "daemon thread is dropped": """
import threading, time
threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
print('end')
""",
    "exception in a thread": """
import threading
t = threading.Thread(target=lambda: 1/0, name='T'); t.start(); t.join(); print('on')
""",
    "sys.exit in a thread": """
import sys, threading
t = threading.Thread(target=sys.exit, args=(3,)); t.start(); t.join(); print('on')
""",
    "thread and exception": """
import threading, time
def late(): time.sleep(0.05); print('late')
threading.Thread(target=late).start()
1/0
""",
    "thread and atexit": """
import atexit, threading, time
atexit.register(print, 'atexit')
def late(): time.sleep(0.05); print('late')
threading.Thread(target=late).start()
""",
    "thread pool": """
from concurrent.futures import ThreadPoolExecutor as P
with P(2) as p: print(list(p.map(str, range(3))))
""",
    "thread stack size": "import threading; print(threading.stack_size())",
    "thread settrace": "import threading; print(threading.gettrace(), threading.getprofile())",
    "thread imports": """
import threading
def f(): import colorsys; print(colorsys.__name__)
t = threading.Thread(target=f); t.start(); t.join()
""",
    "asyncio": "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print('ran')\nasyncio.run(main())\n",
    "asyncio exception": "import asyncio\nasync def main():\n    raise ValueError('async')\nasyncio.run(main())\n",
    "asyncio task group": """
import asyncio
async def fail(n): raise ValueError(n)
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail(1))
asyncio.run(main())
""",
    "signal in the main thread": """
import os, signal, time
signal.signal(signal.SIGUSR1, lambda n, f: print('signal', f.f_code.co_name))
os.kill(os.getpid(), signal.SIGUSR1); time.sleep(0.01); print('on')
""",
    "timer": "import threading; threading.Timer(0.02, print, ['tick']).start()",
    "lock of import": "import sys, _imp; print(_imp.lock_held())",
    "context": "import contextvars; print(list(contextvars.copy_context()))",
}
