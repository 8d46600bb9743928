import { expect } from 'vitest';
import { scenario } from './scenario.ts';
import { givenRun, givenStarted, logOf } from './stories.ts';

scenario('a script that is saved runs by its name, and its record tells all about it', async ({ runlet, name }) => {
  await runlet.createScript({
    body: {
      name: `greet-${name}`,
      source:
        'def main(who: str, times: int = 1):\n    """Greets."""\n    print("hello", who)\n    return {"greeting": "hello " * times + who}\n',
    },
  });
  const run = await givenStarted(runlet, `greet-${name}`, { input: { who: 'Ada', times: 2 } });
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    reason: null,
    script: `greet-${name}`,
    version: 1,
    exitCode: 0,
    result: { greeting: 'hello hello Ada' },
    input: { who: 'Ada', times: 2 },
    limitsHit: [],
  });
  expect(run.phases).toMatchObject({
    queuedMs: expect.any(Number),
    startingMs: expect.any(Number),
    runningMs: expect.any(Number),
    reportingMs: expect.any(Number),
  });
  expect(run.metrics).toMatchObject({
    wallMs: expect.any(Number),
    cpuUserMs: expect.any(Number),
    cpuSystemMs: expect.any(Number),
    peakMemoryMiB: expect.any(Number),
    outputBytes: 10,
  });
  expect(run.walls).toEqual(expect.arrayContaining(['session', 'rlimits', 'no-new-privs', 'environment', 'descriptors', 'workspace']));
  expect(await logOf(runlet, run.id)).toMatchObject([{ seq: 0, stream: 'stdout', text: 'hello Ada' }]);
});

scenario('input that does not fit is refused field by field, and nothing is started', async ({ runlet, name }) => {
  await runlet.createScript({ body: { name: `typed-${name}`, source: 'def main(count: int, mode: str = "a"):\n    return count\n' } });
  const refused = runlet.startRun({ params: { script: `typed-${name}` }, body: { input: { count: 'three', colour: 1 } } });
  await expect(refused).rejects.toMatchObject({
    code: 'invalid-input',
    status: 400,
    errors: expect.arrayContaining([expect.objectContaining({ field: 'input.count' }), expect.objectContaining({ field: 'input.colour' })]),
  });
  expect((await runlet.listRuns({ query: { script: `typed-${name}` } })).items).toEqual([]);
});

scenario('optional fields are told by all that they take', async ({ runlet }) => {
  const source = 'from datetime import date\ndef main(count: int, note: str | None = None, day: date | None = None):\n    return count\n';
  await expect(runlet.previewRun({ body: { source, input: { note: 5, day: 'soon' } } })).rejects.toMatchObject({
    code: 'invalid-input',
    errors: expect.arrayContaining([
      { field: 'input.count', expected: 'a whole number', got: 'nothing' },
      { field: 'input.note', expected: 'text, or null', got: '5' },
      { field: 'input.day', expected: 'a date like "2026-01-31", or null', got: '"soon"' },
    ]),
  });
  await expect(runlet.previewRun({ body: { source, input: [1] } })).rejects.toMatchObject({
    errors: [expect.objectContaining({ field: 'input', got: '[1]' })],
  });
});

scenario('instants and times are taken as Python reads them, with a zone or without', async ({ runlet }) => {
  const source = 'from datetime import datetime, time\ndef main(at: datetime, clock: time):\n    return f"{at} {clock}"\n';
  const exact = await givenRun(runlet, source, { input: { at: '2026-01-31T12:30:00+02:00', clock: '12:30:00' } });
  expect(exact.result).toBe('2026-01-31 12:30:00+02:00 12:30:00');
  const short = await givenRun(runlet, source, { input: { at: '2026-01-31 12:30', clock: '12:30' } });
  expect(short.result).toBe('2026-01-31 12:30:00 12:30:00');
  await expect(runlet.previewRun({ body: { source, input: { at: '2026-02-31', clock: '25:00' } } })).rejects.toMatchObject({
    errors: [{ field: 'input.at' }, { field: 'input.clock', expected: 'a time like "12:30" or "12:30:00"' }],
  });
});

scenario('an argparse script takes its arguments as on any command line', async ({ runlet }) => {
  const source =
    'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("word")\n' +
    'parser.add_argument("--mode", choices=["a", "b"], required=True)\nprint(parser.parse_args())\n';
  const run = await givenRun(runlet, source, { args: ['tick', '--mode', 'b'] });
  expect(await logOf(runlet, run.id)).toMatchObject([{ text: "Namespace(word='tick', mode='b')" }]);
  const wrong = await givenRun(runlet, source, { args: ['tick'] });
  expect(wrong).toMatchObject({ status: 'FAILED', exitCode: 2 });
});

scenario('a script reads JSON from stdin and gives JSON on stdout', async ({ runlet }) => {
  const run = await givenRun(
    runlet,
    'import json, sys\ngiven = json.load(sys.stdin)\nprint(json.dumps({"sum": sum(given["numbers"])}))\n',
    { input: { numbers: [1, 2, 3] } },
  );
  expect(run).toMatchObject({ status: 'SUCCEEDED', result: { sum: 6 } });
});

scenario('arguments, environment and named return variables arrive', async ({ runlet }) => {
  const run = await givenRun(runlet, 'import os, sys\nwords = sys.argv[1:]\nregion = os.environ["REGION"]\n', {
    args: ['a', '--b'],
    env: { REGION: 'north' },
    returnVariables: ['words', 'region'],
  });
  expect(run).toMatchObject({ status: 'SUCCEEDED', variables: { words: ['a', '--b'], region: 'north' } });
});

scenario('an argparse script runs unchanged: its input becomes its arguments', async ({ runlet }) => {
  const source =
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("path")\np.add_argument("--count", type=int, default=1)\np.add_argument("--dry-run", action="store_true")\na = p.parse_args()\nprint(a.path, a.count, a.dry_run)\n';
  const run = await givenRun(runlet, source, { input: { path: 'x.txt', count: 3, dry_run: true } });
  expect(run.status).toBe('SUCCEEDED');
  expect((await logOf(runlet, run.id)).map((line) => line.text)).toEqual(['x.txt 3 True']);
});

scenario('what a script leaves in $RUNLET_OUTPUT is kept with type and hash, and can be fetched', async ({ runlet }) => {
  const run = await givenRun(
    runlet,
    'import os, pathlib\nout = pathlib.Path(os.environ["RUNLET_OUTPUT"])\n(out / "sub").mkdir()\n(out / "sub" / "a.json").write_text("{}")\n(out / "b.svg").write_text("<svg/>")\n',
  );
  expect(run.artifacts.map(({ name, mime, bytes }) => ({ name, mime, bytes })).toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'b.svg', mime: 'image/svg+xml', bytes: 6 },
    { name: 'sub/a.json', mime: 'application/json', bytes: 2 },
  ]);
  const answer = await runlet.getArtifact({ params: { run: run.id, name: 'sub/a.json' } });
  expect(await answer.text()).toBe('{}');
});

scenario('a file given by name lies in the workspace, and its hash in the record', async ({ runlet }) => {
  const run = await givenRun(
    runlet,
    'from pathlib import Path\ndef main(data: Path):\n    return {"path": str(data), "text": data.read_text()}\n',
    { files: { data: { text: 'a,b\n', filename: 'x.csv' } } },
  );
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    result: { path: 'inputs/data.csv', text: 'a,b\n' },
    files: [{ name: 'data', path: 'inputs/data.csv', bytes: 4 }],
  });
  expect(run.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
});

scenario('the runlet module gives results, artifacts, progress and a state that the next run finds', async ({ runlet, name }) => {
  const source =
    'import runlet\nrunlet.progress(0.5, "half way")\nrunlet.artifact("note.txt", "hi")\nrunlet.state["runs"] = runlet.state.get("runs", 0) + 1\nrunlet.result({"runs": runlet.state["runs"]})\nprint("{}")\n';
  await runlet.createScript({ body: { name: `counts-${name}`, source } });
  const start = () => givenStarted(runlet, `counts-${name}`);
  expect(await start()).toMatchObject({ status: 'SUCCEEDED', result: { runs: 1 }, state: 'saved', artifacts: [{ name: 'note.txt' }] });
  expect(await start()).toMatchObject({ result: { runs: 2 }, state: 'saved' });
});

scenario('an exception is told with type, message, line and a traceback without a frame of ours', async ({ runlet }) => {
  const native = await givenRun(runlet, 'def f():\n    raise ValueError("bad row")\nf()\n');
  expect(native).toMatchObject({
    status: 'FAILED',
    reason: 'exception',
    exitCode: 1,
    exception: { type: 'ValueError', message: 'bad row', line: 2 },
  });
  const called = await givenRun(runlet, 'def main():\n    return 1 / 0\n');
  expect(called).toMatchObject({ status: 'FAILED', reason: 'exception', exception: { type: 'ZeroDivisionError', line: 2 } });
  for (const run of [native, called]) expect(run.exception?.traceback).not.toMatch(/runlet_driver|sitecustomize|runner/);
});
