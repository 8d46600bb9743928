import { expect } from 'vitest';
import { scenario } from './scenario.ts';
import { expectSentence, givenRun, logOf } from './stories.ts';

/** Sources that go wrong, or look as if they would, with what must become of each. */
const cases: [what: string, source: string, expected: Record<string, unknown>][] = [
  ['an empty file', '', { status: 'SUCCEEDED', exitCode: 0 }],
  ['no main and no statement', '"""Nothing."""\ndef helper():\n    pass\n', { status: 'SUCCEEDED', exitCode: 0 }],
  ['a syntax error', 'print("a"\nx = = 1\n', { status: 'FAILED', reason: 'exception', exception: { type: 'SyntaxError' } }],
  ['a byte order mark', '\ufeffprint("bom")\n', { status: 'SUCCEEDED' }],
  ['CRLF line ends', 'x = 1\r\nif x:\r\n    print("crlf")\r\n', { status: 'SUCCEEDED' }],
  ['latin-1 with its coding line', '# -*- coding: latin-1 -*-\nprint(ascii("é"), len("é"))\n', { status: 'SUCCEEDED' }],
  ['reading stdin without input', 'import sys\nprint(repr(sys.stdin.read()))\n', { status: 'SUCCEEDED' }],
  ['binary bytes on stdout', 'import sys\nsys.stdout.buffer.write(bytes(range(256)))\n', { status: 'SUCCEEDED', log: { bytes: 256 } }],
  ['a closed stdout', 'import os\nos.close(1)\n', { status: 'SUCCEEDED' }],
  [
    'a grandchild left behind',
    'import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)\n    os._exit(0)\nprint("parent")\n',
    { status: 'SUCCEEDED' },
  ],
  ['os._exit(3)', 'import os\nos._exit(3)\n', { status: 'FAILED', reason: 'exit-nonzero', exitCode: 3 }],
  ['sys.exit with text', 'import sys\nsys.exit("text")\n', { status: 'FAILED', reason: 'exit-nonzero', exitCode: 1 }],
  ['sys.exit(None)', 'import sys\nsys.exit(None)\n', { status: 'SUCCEEDED', exitCode: 0 }],
  ['exit code 256, which the system cuts to 0', 'import sys\nsys.exit(256)\n', { status: 'SUCCEEDED', exitCode: 0 }],
  ['its own SIGKILL', 'import os\nos.kill(os.getpid(), 9)\n', { status: 'FAILED', reason: 'signal', signal: 9, exitCode: null }],
  ['its own SIGSEGV', 'import os\nos.kill(os.getpid(), 11)\n', { status: 'FAILED', reason: 'signal', signal: 11, exitCode: null }],
  [
    'deep recursion',
    'def f(n):\n    return f(n + 1)\nf(0)\n',
    { status: 'FAILED', reason: 'exception', exception: { type: 'RecursionError' } },
  ],
  ['NaN as result', 'def main():\n    return {"x": float("nan")}\n', { status: 'FAILED', reason: 'invalid-output', result: null }],
  ['a set as result', 'def main():\n    return {"x": {1, 2}}\n', { status: 'FAILED', reason: 'invalid-output', result: null }],
  [
    'circular data as result',
    'def main():\n    x = []\n    x.append(x)\n    return x\n',
    { status: 'FAILED', reason: 'invalid-output', result: null },
  ],
  [
    'a result of 20 MB',
    'def main():\n    return "x" * 20_000_000\n',
    { status: 'FAILED', reason: 'result-limit', limitsHit: ['result-limit'], result: null },
  ],
  [
    'another working directory and no workspace',
    'import os, shutil\nhere = os.getcwd()\nos.chdir("/")\nshutil.rmtree(here, ignore_errors=True)\nprint("gone")\n',
    { status: 'SUCCEEDED' },
  ],
];

for (const [what, source, expected] of cases) {
  scenario(`${what} ends in the right status and says so in a sentence`, async ({ runlet }) => {
    const run = await givenRun(runlet, source, { timeoutSec: 30 });
    expect(run).toMatchObject(expected);
    expectSentence(run.message);
  });
}

scenario('100 MB without a newline are captured and shown as one line, cut with a mark', async ({ runlet }) => {
  const run = await givenRun(runlet, 'import sys\nfor _ in range(100):\n    sys.stdout.write("x" * 1_000_000)\n');
  expect(run).toMatchObject({ status: 'SUCCEEDED', log: { bytes: 100_000_000, droppedBytes: 0 } });
  const [line, ...more] = await logOf(runlet, run.id);
  expect(more).toEqual([]);
  expect(line?.text).toMatch(/^x{1000,}.*100000000 bytes/s);
});

scenario('output past its limit is dropped with a visible mark, and the script goes on', async ({ runlet }) => {
  const run = await givenRun(runlet, 'for n in range(5000):\n    print("line", n)\nprint("done")\n', { outputBytes: 1000 });
  expect(run).toMatchObject({ status: 'SUCCEEDED', limitsHit: ['output-limit'] });
  expect(run.log.droppedBytes).toBeGreaterThan(10_000);
  expect((await logOf(runlet, run.id)).filter((line) => line.stream === 'runlet')).toHaveLength(1);
});

scenario('a script that runs too long is stopped with everything it started, and keeps its log and artifacts', async ({ runlet }) => {
  const source =
    'import os, pathlib, signal, subprocess, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\npathlib.Path(os.environ["RUNLET_OUTPUT"], "part.txt").write_text("half")\nsubprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])\nprint("partial", flush=True)\ntime.sleep(60)\n';
  const run = await givenRun(runlet, source, { timeoutSec: 1, graceSec: 0.3 });
  expect(run).toMatchObject({ status: 'TIMED_OUT', reason: 'timeout', limitsHit: ['timeout'], artifacts: [{ name: 'part.txt' }] });
  expect((await logOf(runlet, run.id)).map((line) => line.text)).toContain('partial');
  expectSentence(run.message);
});

scenario('a script that needs more memory than it may is stopped, and the reason says so', async ({ runlet }) => {
  const run = await givenRun(
    runlet,
    'import subprocess, sys\nchild = "x = bytearray(150 * 1024 * 1024); import time; time.sleep(20)"\nhands = [subprocess.Popen([sys.executable, "-c", child]) for _ in range(3)]\nfor hand in hands:\n    hand.wait()\n',
    { memoryMiB: 128, timeoutSec: 25 },
  );
  expect(run).toMatchObject({ status: 'FAILED', reason: 'out-of-memory' });
});

scenario('more arguments than the system takes are a failed start, told as such, and not an endless run', async ({ runlet }) => {
  const run = await givenRun(runlet, 'print("hello")', {
    env: { PYTHONHASHSEED: '1' },
    args: Array.from({ length: 30 }, () => 'y'.repeat(90_000)),
  });
  expect(run).toMatchObject({ status: 'CRASHED', reason: 'start-failed', message: expect.stringContaining('Argument list too long') });
});
