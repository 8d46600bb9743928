import { expect } from 'vitest';
import { scenario } from './scenario.ts';
import { expectLog, givenRerun, givenRun, givenStarted } from './stories.ts';

scenario('a rerun starts the file that was started, with the arguments that it had', async ({ runlet, name }) => {
  const script = `rerun-${name}`;
  const needy = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("month", type=int)\nprint("month", p.parse_args().month)\n';
  await runlet.createScript({ body: { name: script, files: { 'main.py': needy, 'tools/other.py': 'print("other")\n' } } });
  const execute = async (path: string, args: string[]) =>
    (await runlet.executePythonFile({ body: { task: { file_path: path, arguments: args } } })).run_id;
  await expectLog(runlet, (await givenRerun(runlet, await execute(`${script}/tools/other.py`, []))).id, /^other$/);
  await expectLog(runlet, (await givenRerun(runlet, await execute(script, ['7']))).id, /^month 7$/);
  const started = await givenStarted(runlet, script, { input: { month: 8 } });
  await expectLog(runlet, (await givenRerun(runlet, started.id)).id, /^month 8$/);
});

scenario('a rerun reads the files that the run before it was given', async ({ runlet }) => {
  const source = 'from pathlib import Path\n\ndef main(data: Path):\n    print(Path(data).read_text())\n';
  const first = await givenRun(runlet, source, { files: { data: { text: 'given once' } } });
  const again = await givenRerun(runlet, first.id);
  await expectLog(runlet, again.id, /^given once$/);
  await expectLog(runlet, (await givenRerun(runlet, again.id)).id, /^given once$/);
});

scenario('a rerun may import no more than the run before it', async ({ runlet }) => {
  const first = await runlet.previewRun({ body: { source: 'import json\n', allowedImports: ['math'] } });
  expect(first).toMatchObject({ status: 'FAILED', reason: 'policy-violation' });
  expect(await givenRerun(runlet, first.id)).toMatchObject({ status: 'FAILED', reason: 'policy-violation' });
});
