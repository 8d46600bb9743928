"""Exceptions and what is printed of them."""

PROGRAMS: dict[str, str | bytes] = {
    "exception at the top": "print('before')\n1/0\n",
    "exception in functions": "def f(n):\n    return g(n)\ndef g(n):\n    return 1 / n\nf(0)\n",
    "exception in a neighbour module": "import neighbour\nneighbour.fail()\n",
    "exception without message": "raise ValueError",
    "own exception class": "class Broken(Exception): pass\nraise Broken('of ours', 2)\n",
    "message of several lines": "raise RuntimeError('one\\ntwo\\n\\nfour')\n",
    "message that fails": "class E(Exception):\n    def __str__(self): raise ValueError\nraise E\n",
    "notes": "e = ValueError('x'); e.add_note('first'); e.add_note('second\\nthird'); raise e\n",
    "chained by from": "try:\n    1/0\nexcept Exception as e:\n    raise KeyError('k') from e\n",
    "chained by context": "try:\n    1/0\nexcept Exception:\n    {}['k']\n",
    "chain suppressed": "try:\n    1/0\nexcept Exception:\n    raise KeyError('k') from None\n",
    "exception group": """
def fail(n):
    raise ValueError(n)
problems = []
for n in range(3):
    try: fail(n)
    except ValueError as e: problems.append(e)
raise ExceptionGroup('several', [*problems, ExceptionGroup('inner', [KeyError('k')])])
""",
    "except*": """
try:
    raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
except* ValueError as g:
    print(repr(g))
""",
    "recursion limit": "def f(n):\n    return f(n + 1)\nf(0)\n",
    "depth until the recursion limit": """
def f(n):
    try: return f(n + 1)
    except RecursionError: return n
print(f(0))
""",
    "own excepthook": "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__, a[1])\n1/0\n",
    "excepthook that fails": "import sys\nsys.excepthook = lambda *a: {}['x']\n1/0\n",
    "traceback printed": "import traceback\ntry:\n    1/0\nexcept Exception:\n    traceback.print_exc()\n",
    "stack printed": "import traceback\ndef f(): traceback.print_stack()\nf()\n",
    "unraisable": "class C:\n    def __del__(self): 1/0\nC()\nprint('on')\n",
    "warning shown": "import warnings\nwarnings.warn('careful')\nwarnings.warn('deprecated', DeprecationWarning)\n",
    "warning with stacklevel": "import warnings\ndef f(): warnings.warn('of the caller', stacklevel=2)\nf()\n",
    "warning above the top": "import warnings\nwarnings.warn('above', stacklevel=5)\n",
    "resource warning": "import warnings\nwarnings.simplefilter('always')\nopen(__file__)\n",
    "syntax warning": "print(1 is 1)\n",
    "faulthandler": "import faulthandler, sys\nsys.stderr.flush()\ndef f(): faulthandler.dump_traceback()\nf()\n",
    "logging": "import logging\nlogging.warning('w')\ntry: 1/0\nexcept Exception: logging.exception('e')\n",
    "syntax error in a neighbour": "import broken\n",
    "syntax error in exec": "exec('x = (')\n",
    "missing module": "import no_such_module\n",
    "missing module tried": "try:\n    import no_such_module\nexcept ImportError as e:\n    print(e.name, e)\n",
    "wrong name from a module": "from neighbour import nothing\n",
    "assertion": "assert 1 == 2, 'unequal'\n",
    "unicode in a message": "raise ValueError('größe ☃ \\ud800')\n",
    "memory error": "raise MemoryError\n",
    "generator exit": "raise GeneratorExit\n",
    "stop iteration": "raise StopIteration(3)\n",
    "frames of a traceback": """
import sys, traceback
try:
    1/0
except ZeroDivisionError as e:
    print([f.name for f in traceback.extract_tb(e.__traceback__)], e.__traceback__.tb_frame.f_back)
""",
}
