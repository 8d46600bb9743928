import { expect } from 'vitest';
import type { Client } from '../../client/index.ts';
import type { Run } from '../../core/schemas/run.ts';
import { scenario } from './scenario.ts';
import { expectLog } from './stories.ts';

async function rerun(runlet: Client, run: string): Promise<Run> {
  return runlet.rerunRun({ params: { run }, query: { wait: 25 } });
}

scenario('a rerun starts the file that was started, with the arguments that it had', async ({ runlet, name }) => {
  const script = `rerun-${name}`;
  const needy = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("month", type=int)\nprint("month", p.parse_args().month)\n';
  await runlet.createScript({ body: { name: script, files: { 'main.py': needy, 'tools/other.py': 'print("other")\n' } } });
  const execute = async (path: string, args: string[]) =>
    (await runlet.executePythonFile({ body: { task: { file_path: path, arguments: args } } })).run_id;
  await expectLog(runlet, (await rerun(runlet, await execute(`${script}/tools/other.py`, []))).id, /^other$/);
  await expectLog(runlet, (await rerun(runlet, await execute(script, ['7']))).id, /^month 7$/);
  const started = await runlet.startRun({ params: { script }, query: { wait: 25 }, body: { input: { month: 8 } } });
  await expectLog(runlet, (await rerun(runlet, started.id)).id, /^month 8$/);
});

scenario('a rerun reads the files that the run before it was given', async ({ runlet }) => {
  const source = 'from pathlib import Path\n\ndef main(data: Path):\n    print(Path(data).read_text())\n';
  const first = await runlet.previewRun({ query: { wait: 25 }, body: { source, files: { data: { text: 'given once' } } } });
  const again = await rerun(runlet, first.id);
  await expectLog(runlet, again.id, /^given once$/);
  await expectLog(runlet, (await rerun(runlet, again.id)).id, /^given once$/);
});

scenario('a rerun may import no more than the run before it', async ({ runlet }) => {
  const first = await runlet.previewRun({ body: { source: 'import json\n', allowedImports: ['math'] } });
  expect(first).toMatchObject({ status: 'FAILED', reason: 'policy-violation' });
  expect(await rerun(runlet, first.id)).toMatchObject({ status: 'FAILED', reason: 'policy-violation' });
});
