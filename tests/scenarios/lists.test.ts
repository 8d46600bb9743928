import { expect } from 'vitest';
import { scenario } from './scenario.ts';
import { ended, givenRun, givenStarted } from './stories.ts';

scenario('runs are listed newest first, by script, status, reason and trigger, page by page', async ({ runlet, name }) => {
  const script = `listed-${name}`;
  await runlet.createScript({ body: { name: script, source: 'import sys\ndef main(code: int):\n    sys.exit(code)\n' } });
  const ids: string[] = [];
  for (const code of [0, 3, 0, 4, 0]) ids.unshift((await givenStarted(runlet, script, { input: { code } })).id);
  const list = async (query: Parameters<typeof runlet.listRuns>[0]) => (await runlet.listRuns(query)).items.map((run) => run.id);
  expect(await list({ query: { script } })).toEqual(ids);
  expect(await list({ query: { script, status: 'FAILED' } })).toEqual([ids[1], ids[3]]);
  expect(await list({ query: { script, reason: 'exit-nonzero' } })).toEqual([ids[1], ids[3]]);
  expect(await list({ query: { script, trigger: 'schedule' } })).toEqual([]);
  const first = await runlet.listRuns({ query: { script, limit: 2 } });
  const second = await runlet.listRuns({ query: { script, limit: 2, cursor: first.nextCursor ?? '' } });
  const third = await runlet.listRuns({ query: { script, limit: 2, cursor: second.nextCursor ?? '' } });
  expect([...first.items, ...second.items, ...third.items].map((run) => run.id)).toEqual(ids);
});

scenario('runs are listed by the time of their creation', async ({ runlet }) => {
  const before = await givenRun(runlet, 'print(1)');
  const run = await givenRun(runlet, 'print(2)');
  const list = async (query: Parameters<typeof runlet.listRuns>[0]) => (await runlet.listRuns(query)).items.map((item) => item.id);
  expect(await list({ query: { after: run.createdAt } })).toContain(run.id);
  expect(await list({ query: { before: run.createdAt } })).not.toContain(run.id);
  expect(await list({ query: { before: run.createdAt } })).toContain(before.id);
});

scenario('a run that is under way is listed by its status', async ({ runlet }) => {
  const run = await runlet.previewRun({ body: { source: 'import time\ntime.sleep(30)\n' } });
  const busy = async () =>
    (await Promise.all((['STARTING', 'RUNNING'] as const).map((status) => runlet.listRuns({ query: { status } })))).flatMap((page) =>
      page.items.map((item) => item.id),
    );
  expect(await busy()).toContain(run.id);
  await ended(runlet, await runlet.cancelRun({ params: { run: run.id }, query: { wait: 20 } }));
  expect(await busy()).not.toContain(run.id);
});
