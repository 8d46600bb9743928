"""What a script can see of its process: environment, folder, descriptors, input."""

PROGRAMS: dict[str, str | bytes] = {
    "environment": "import os; print(dict(os.environ))",
    "environment of the C library": """
import os, ctypes
g = ctypes.CDLL(None).getenv
g.restype = ctypes.c_char_p
print([g(n) for n in (b'PYTHONPATH', b'RUNLET_BOOT', b'HOME', b'RUNLET_IO')])
""",
    "environment of a child": """
import subprocess, sys
sys.stdout.write(subprocess.run(['env'], capture_output=True, text=True).stdout)
""",
    "folder": "import os; print(os.getcwd(), sorted(os.listdir()))",
    "descriptors": "import os; print(sorted(int(f) for f in os.listdir('/dev/fd')))",
    "next free descriptor": "import os; print(os.open('/dev/null', os.O_RDONLY))",
    "descriptors of a child": """
import subprocess, sys
code = 'import os; print(os.listdir("/dev/fd"))'
print(subprocess.run([sys.executable, '-c', code], capture_output=True, close_fds=False, text=True).stdout)
""",
    "umask": "import os; print(os.umask(0o22))",
    "process group": "import os; print(os.getpid() == os.getpgrp() == os.getsid(0))",
    "limits": "import resource as r; print([r.getrlimit(x) for x in (r.RLIMIT_NOFILE, r.RLIMIT_STACK, r.RLIMIT_CORE)])",
    "nice": "import os; print(os.nice(0))",
    "stdin read": "import sys; print(repr(sys.stdin.read()))",
    "stdin lines": "import sys\nfor line in sys.stdin: print(repr(line))",
    "stdin by input": "print(input('? '), input())\ninput()",
    "stdin bytes": "import sys; print(sys.stdin.buffer.read(3), sys.stdin.buffer.readline())",
    "stdin unread": "print('I do not read')",
    "stdin by descriptor": "import os; print(os.read(0, 100))",
    "stdin of a child": "import subprocess; print(subprocess.run(['cat'], capture_output=True).stdout)",
    "isatty": "import sys, os; print(sys.stdin.isatty(), sys.stdout.isatty(), [os.isatty(n) for n in range(3)])",
    "stdout and stderr": "import sys\nfor n in range(3):\n    print(n)\n    print(n, file=sys.stderr)",
    "binary output": "import sys; sys.stdout.buffer.write(bytes(range(256)))",
    "large output": "for n in range(20000): print(n, 'x' * 20)",
    "unencodable output": "print('\\ud800')",
    "home": "import os, pathlib; print(pathlib.Path.home(), os.path.expanduser('~'))",
    "temporary folder": "import tempfile; print(tempfile.gettempdir())",
    "neighbour": "import neighbour; print(neighbour.NAME, neighbour.__file__)",
    "package": "import package.inner; print(package.__path__)",
    "bytecode written": """
import neighbour, os
print(sorted(os.listdir('__pycache__')) if os.path.isdir('__pycache__') else None)
""",
    "deletes its workspace": "import os, shutil; shutil.rmtree(os.getcwd()); print('gone'); 1/0",
    "changes its folder": """
import os
os.chdir('/'); import neighbour; print(os.getcwd(), __file__, neighbour.NAME); 1/0
""",
    "overwrites itself": "open(__file__, 'w').write('changed')\n1/0\n",
}
