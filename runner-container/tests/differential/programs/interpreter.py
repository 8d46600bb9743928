"""What a script can see of the interpreter."""

PROGRAMS: dict[str, str | bytes] = {
    "argv": "import sys; print(sys.argv)",
    "orig_argv": "import sys; print(sys.orig_argv)",
    "flags": "import sys; print(sys.flags)",
    "executable and prefixes": """
import sys
print(sys.executable, sys.prefix, sys.base_prefix, sys.exec_prefix, sys.platlibdir)
""",
    "globals": "print(sorted(globals()))",
    "main attributes": """
print(__name__, __file__, __doc__, __package__, __spec__, __cached__, type(__loader__).__name__)
""",
    "main loader": "print(__loader__.name, __loader__.path, __loader__.get_data(__file__)[:10])",
    "main docstring": "'''What it does.'''\nprint(__doc__)",
    "main module": """
import sys
print(sys.modules['__main__'].__dict__ is globals(), [k for k in sys.modules if 'main' in k])
""",
    "modules": "import sys; print(sorted(sys.modules))",
    "path": "import sys; print([p for p in sys.path if not p.endswith('boot/sdk')])",
    "path hooks": "import sys; print(sys.path_hooks, sys.meta_path)",
    "importer cache": "import sys; print(sorted(p for p in sys.path_importer_cache if not p.endswith('boot/sdk')))",
    "stack depth": "import inspect, sys; print(len(inspect.stack()), sys._getframe().f_back)",
    "frame": """
import sys
f = sys._getframe(); print(f.f_code.co_name, f.f_code.co_filename, f.f_lineno, f.f_globals is f.f_locals)
""",
    "recursion limit": "import sys; print(sys.getrecursionlimit())",
    "switch interval": "import sys; print(sys.getswitchinterval())",
    "gc": "import gc; print(gc.get_threshold(), gc.isenabled(), gc.get_freeze_count())",
    "site": "import site; print(site.ENABLE_USER_SITE, site.getsitepackages(), site.getusersitepackages())",
    "builtins of site": "print(exit, quit, copyright.__class__, help)",
    "sitecustomize": "import sys; m = sys.modules.get('sitecustomize'); print(m and m.__file__)",
    "sitecustomize imported": """
try:
    import sitecustomize
    print(sitecustomize.__file__)
except ImportError as e:
    print(e)
""",
    "stdio": """
import sys
for s in (sys.stdin, sys.stdout, sys.stderr):
    print(s.name, s.mode, s.encoding, s.errors, s.line_buffering, s.write_through)
""",
    "stdio originals": """
import sys
print(sys.stdout is sys.__stdout__, sys.stdin is sys.__stdin__, sys.stderr is sys.__stderr__)
""",
    "hooks": """
import sys
print(sys.excepthook is sys.__excepthook__, sys.gettrace(), sys.getprofile(), sys.displayhook is sys.__displayhook__)
""",
    "atexit callbacks": "import atexit; print(atexit._ncallbacks())",
    "signal handlers": """
import signal
print([(s, signal.getsignal(s)) for s in sorted(signal.valid_signals()) if s not in (32, 33)])
""",
    "blocked signals": "import signal; print(signal.pthread_sigmask(signal.SIG_BLOCK, []))",
    "warning filters": "import warnings; print(warnings.filters)",
    "locale": """
import locale, sys
print(locale.setlocale(locale.LC_ALL), locale.getpreferredencoding(), sys.getfilesystemencoding())
""",
    "help of a function": "def f(a):\n    'doc of f'\nhelp(f)",
    "inspect source": """
import inspect
def f():
    return 1
print(inspect.getsource(f), inspect.getfile(f), inspect.getmodule(f))
""",
    "linecache": "import linecache; print(linecache.getline(__file__, 1))",
    "interned hash seed": "import sys; print(sys.flags.hash_randomization, sys.hash_info)",
    "annotations": "x: int = 1\nprint(__annotations__)",
    "future": "from __future__ import annotations\ndef f(a: Unknown): pass\nprint(f.__annotations__)",
    "audit": """
import sys
sys.addaudithook(lambda e, a: print(e) if e.startswith('import') and a[0] == 'colorsys' else None)
import colorsys
""",
    "tracemalloc": "import tracemalloc; print(tracemalloc.is_tracing())",
    "time zone": "import time; print(time.tzname, time.timezone)",
}
