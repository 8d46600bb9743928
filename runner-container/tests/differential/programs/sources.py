"""Forms of source files."""

PROGRAMS: dict[str, str | bytes] = {
    "byte order mark": b"\xef\xbb\xbfprint('after the mark')\n",
    "windows line ends": b"x = '''a\r\nb'''\r\nprint(repr(x))\r\n1/0\r\n",
    "old mac line ends": b"print(1)\rprint(2)\r",
    "latin-1 with a coding line": "# -*- coding: latin-1 -*-\nprint('größe')\n1/0  # größe\n".encode("latin-1"),
    "latin-1 without a coding line": "print('größe')\n".encode("latin-1"),
    "unknown coding": b"# coding: no-such-thing\nprint(1)\n",
    "mark against coding line": b"\xef\xbb\xbf# coding: latin-1\nprint(1)\n",
    "shebang": "#!/usr/bin/env python3\nprint('shebang')\n",
    "no newline at the end": "print('no newline')",
    "tabs": "if True:\n\tprint('tab')\n",
    "tabs and spaces": "if True:\n\tprint(1)\n        print(2)\n",
    "null byte": b"print(1)\n\0\n",
    "form feed": "print(1)\n\x0c\nprint(2)\n",
    "long line": "x = [" + "1, " * 20000 + "]\nprint(len(x))\n",
    "many lines": "x = 0\n" * 5000 + "print(x)\n1/0\n",
    "unclosed bracket": "x = (\nprint(1)\n",
    "wrong indent": "if True:\nprint(1)\n",
    "unexpected indent": "x = 1\n  y = 2\n",
    "bad character": "x = “quoted”\n",
    "python 2": "print 'hello'\n",
    "unterminated string": "x = 'abc\nprint(x)\n",
    "return outside": "print(1)\nreturn 5\n",
    "await outside": "await x\n",
    "break outside": "break\n",
    "bad future": "from __future__ import nothing\n",
    "late future": "x = 1\nfrom __future__ import annotations\n",
    "assignment to call": "f() = 1\n",
    "invalid escape": "x = '\\d'\nprint(x)\n",
    "deep nesting": "x = " + "(" * 150 + ")" * 150 + "\nprint(x)\n",
    "too deep nesting": "x = " + "[" * 300 + "]" * 300 + "\n",
    "unicode names": "größe = 3\nprint(größe)\n1/0\n",
    "wide characters before the error": "x = '漢字' + 1\n",
    "pickle of own classes": """
import pickle
class Box:
    def __init__(self, n): self.n = n
data = pickle.dumps(Box(3))
print(data, pickle.loads(data).n, Box.__module__, Box.__qualname__)
""",
    "runpy of a module": "import runpy; print(sorted(runpy.run_module('package.inner', run_name='other')))",
    "runpy of a path": "import runpy; print(runpy.run_path('neighbour.py')['NAME'])",
    "runpy of a package": "import runpy; runpy.run_module('package', run_name='__main__', alter_sys=True)",
    "imports itself": """
import sys
print(__name__)
if __name__ == '__main__':
    import script
    print(script.__file__)
""",
    "imports main": "import __main__; print(__main__.__file__, __main__.__name__)",
    "exec and eval": "exec(compile('print(__name__, __file__)', 'x', 'exec')); print(eval('1 + 1'))",
    "dataclass and enum": """
import dataclasses, enum
@dataclasses.dataclass
class D: a: int
class E(enum.Enum): X = 1
print(D(1), E.X, repr(D))
""",
    "doctest": "'''\n>>> 1 + 1\n3\n'''\nimport doctest; print(doctest.testmod())\n",
    "unittest": """
import unittest
class T(unittest.TestCase):
    def test(self): self.assertTrue(True)
unittest.main(argv=['x'], exit=False, testRunner=unittest.TextTestRunner(open('log', 'w')))
""",
    "argparse": "import argparse\np = argparse.ArgumentParser()\np.add_argument('file')\np.parse_args()\n",
    "argparse prog": "import argparse; print(argparse.ArgumentParser().prog)",
}
