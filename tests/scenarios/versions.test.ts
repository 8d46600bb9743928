import { expect } from 'vitest';
import { scenario } from './scenario.ts';
import { ended, givenRerun, givenRun, givenStarted } from './stories.ts';

const says = (text: string) => `def main():\n    return "${text}"\n`;

scenario('a new version runs at once, the old one again after a roll-back, and a pinned one always', async ({ runlet, name }) => {
  const script = `versions-${name}`;
  const result = async (version?: number) => (await givenStarted(runlet, script, version === undefined ? {} : { version })).result;
  await runlet.createScript({ body: { name: script, source: says('one') } });
  expect(await runlet.createVersion({ params: { script }, body: { source: says('two') } })).toMatchObject({ version: 2 });
  expect(await runlet.createVersion({ params: { script }, body: { source: says('two') } })).toMatchObject({ version: 2 });
  expect(await result()).toBe('two');
  await runlet.promoteVersion({ params: { script, version: 1 } });
  expect(await result()).toBe('one');
  expect(await result(2)).toBe('two');
});

scenario('a preview becomes version 1 of a new script', async ({ runlet, name }) => {
  const preview = await givenRun(runlet, 'def main():\n    return 5\n');
  expect(preview).toMatchObject({ script: null, version: null, result: 5 });
  expect(await runlet.promoteRun({ params: { run: preview.id }, body: { script: `from-preview-${name}` } })).toMatchObject({
    version: 1,
    sha256: preview.code.sha256,
  });
  expect(await givenStarted(runlet, `from-preview-${name}`)).toMatchObject({
    status: 'SUCCEEDED',
    result: 5,
  });
});

scenario('a rerun does the same again, input and input files included', async ({ runlet }) => {
  const first = await givenRun(runlet, 'from pathlib import Path\ndef main(data: Path, n: int):\n    return [data.read_text(), n]\n', {
    input: { n: 3 },
    files: { data: { text: 'abc', filename: 'x.txt' } },
  });
  const second = await givenRerun(runlet, first.id);
  expect(second).toMatchObject({ status: 'SUCCEEDED', result: ['abc', 3], trigger: { rerunOf: first.id } });
  expect(second.id).not.toBe(first.id);
});

scenario('several files run together, from a folder of their own', async ({ runlet }) => {
  const code = {
    'main.py': 'from lib.text import shout\nprint(shout("hi"))\n',
    'lib/__init__.py': '',
    'lib/text.py': 'def shout(text):\n    return text.upper()\n',
  };
  const run = await ended(runlet, await runlet.previewRun({ query: { wait: 25 }, body: { code } }));
  expect(run).toMatchObject({ status: 'SUCCEEDED', code: { entry: 'main.py' }, log: { lines: 1 } });
});
