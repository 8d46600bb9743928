import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentOf, givenCli } from './given-cli.ts';
import type { StartOptions } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

const root = join(import.meta.dirname, '../..');

/** Runs one file of this source and gives how the command ended. */
function runOf(source: string, args: string[] = [], options?: StartOptions) {
  return givenCli().run(['run', join(givenFolder({ 'script.py': source }), 'script.py'), ...args], options);
}

test('the log comes on the streams of the script, and one last line on stderr', async () => {
  const { code, stdout, stderr } = await runOf('import sys\nprint("out")\nprint("err", file=sys.stderr)\n');
  expect([code, stdout]).toEqual([0, 'out\n']);
  expect(stderr).toMatch(/^err\nSUCCEEDED · wall .* · peak memory .* · queued .*, starting .*, running .*, reporting .*\n$/);
});

describe('the exit code', () => {
  test.each([
    ['of the script', 'import sys; sys.exit(3)', [], 3],
    ['of an uncaught exception is 1', '1 / 0', [], 1],
    ['of a signal n is 128 + n', 'import os; os.kill(os.getpid(), 9)', [], 137],
    ['of a timeout is 124', 'import time; time.sleep(60)', ['--timeout', '300ms'], 124],
    ['of a result that is none is 1', 'def main():\n    return {1, 2}\n', [], 1],
    ['of an input that does not fit is 2', 'def main(n: int):\n    return n\n', ['--input', 'n=many'], 2],
  ])('%s', async (_, source, args, expected) => {
    const { code, stderr } = await runOf(source, args);
    expect(code, stderr).toBe(expected);
    expect(stderr).not.toContain('our side');
  });
});

test('input, arguments, environment and stdin reach the script', async () => {
  const source =
    'import os, sys\ndef main(name: str, n: int = 1, tags: list[str] = []):\n    return [name, n, tags, sys.argv[1:], os.environ["REGION"]]\n';
  const { code, stdout, stderr } = await runOf(source, [
    '-i',
    'name=x',
    '-i',
    'n=2',
    '-i',
    'tags=a',
    '-i',
    'tags=b',
    '--env',
    'REGION=north',
    '--',
    '--verbose',
    'z',
  ]);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual(['x', 2, ['a', 'b'], ['--verbose', 'z'], 'north']);
});

test('the input may come as JSON on stdin', async () => {
  const { stdout } = await runOf('def main(n: int):\n    return n + 1\n', ['--input-json', '-'], { stdin: '{"n": 41}' });
  expect(stdout).toBe('42\n');
});

test('a file is given by name, and an artifact is named with where it lies', async () => {
  const folder = givenFolder({ 'in.csv': 'a,b\n' });
  const { stdout } = await runOf(
    'import os\ndef main(data: str):\n    open(os.environ["RUNLET_OUTPUT"] + "/copy.csv", "w").write(open(data).read())\n',
    ['--file', `data=${join(folder, 'in.csv')}`],
  );
  const path = /^copy\.csv {2}4 B {2}(.*)$/m.exec(stdout)?.[1] ?? '';
  expect(readFileSync(path, 'utf8')).toBe('a,b\n');
});

test('with --json stdout is the run as one document, and the log goes to stderr', async () => {
  const ended = await runOf('print("seen")\ndef main():\n    return {"n": 1}\n', ['--json']);
  expect(documentOf(ended)).toMatchObject({ status: 'SUCCEEDED', result: { n: 1 }, exitCode: 0, trigger: { kind: 'cli' } });
  expect(ended.stderr).toBe('seen\n');
});

test('a result above 1 MiB is part of the document', async () => {
  const document = documentOf(await runOf('def main():\n    return "x" * 2_000_000\n', ['--json']));
  expect(document['result']).toHaveLength(2_000_000);
});

test('a script whose stdout is its result shows it once', async () => {
  expect((await runOf('print(\'{"n": 1}\')\n')).stdout).toBe('{"n": 1}\n');
});

test('a folder is carried whole, and a file alone is told the command that carries the folder', async () => {
  const folder = givenFolder({ 'main.py': 'import rows\nprint(rows.n)\n', 'rows.py': 'n = 7\n' });
  expect((await givenCli().run(['run', folder])).stdout).toBe('7\n');
  const { code, stderr } = await givenCli().run(['run', join(folder, 'main.py')]);
  expect(stderr).toContain(
    `rows.py lies beside main.py but was not carried, because a file is run alone; carry the folder: runlet run ${folder} --entry main.py`,
  );
  expect(code).toBe(1);
});

test('a template runs on its own sample, and over another file when one is given', async () => {
  const cli = givenCli();
  const sample = await cli.run(['run', 'templates/csv-report'], { cwd: root });
  expect(sample.code, sample.stderr).toBe(0);
  expect(existsSync(/^chart\.svg .* (\/.*)$/m.exec(sample.stdout)?.[1] ?? '')).toBe(true);
  const whole = await cli.run(
    ['run', 'templates/csv-report', '--file', 'data=node_modules/vega-datasets/data/seattle-weather.csv', '--json'],
    { cwd: root },
  );
  expect(documentOf(whole)).toMatchObject({
    result: { rows: 1461 },
    artifacts: [{ name: 'chart.svg', location: expect.stringContaining('chart.svg') }],
  });
});

test('a machine without Python is told so', async () => {
  const { code, stderr } = await runOf('print(1)', [], { env: { RUNLET_PYTHON: '/nowhere/python' } });
  expect(stderr).toContain('RUNLET_PYTHON is /nowhere/python, which is no Python');
  expect(code).toBe(125);
});

test('a script that looks for piped input in vain is told how to give it', async () => {
  const source = 'import json, sys\nprint(json.load(sys.stdin)["a"])\n';
  const { code, stderr } = await runOf(source, [], { stdin: '{"a": 1}' });
  expect(code).toBe(1);
  expect(stderr).toContain('--input-json -');
  expect(await runOf(source, ['--input-json', '-'], { stdin: '{"a": 1}' })).toMatchObject({ code: 0, stdout: '1\n' });
});

test('a run that is attempted again goes on until its last attempt, and tells what became of the one before', async () => {
  const source = 'import os, sys\nprint("attempt", os.environ["RUNLET_ATTEMPT"])\nsys.exit(os.environ["RUNLET_ATTEMPT"] == "1")\n';
  const { code, stdout, stderr } = await runOf(source, ['--retry', '2']);
  expect([code, stdout]).toEqual([0, 'attempt 1\nattempt 2\n']);
  expect(stderr).toMatch(/^Attempt 1 ended as FAILED \(exit-nonzero\); `runlet logs run_\w{26} --attempt 1` shows its log\.$/m);
});
