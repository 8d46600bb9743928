import { expect, test } from 'vitest';
import type * as z from 'zod';
import { page } from '../../../../core/schemas/paging.ts';
import { logLine } from '../../../../core/schemas/log.ts';
import { getRawLog } from '../../../../functions/api/runs/get-raw-log.ts';
import { listLogs } from '../../../../functions/api/runs/list-logs.ts';
import { createApp } from '../../../../functions/doors/app.ts';
import { givenRunning } from '../../workflow/expect-end.ts';
import { givenFlow } from '../../workflow/given-flow.ts';
import { givenLog } from '../../workflow/given-log.ts';
import { reportOf } from '../../workflow/played-runner.ts';

const lines = page(logLine);

/** A run in its second attempt, each of which has logged; and who reads its logs. */
async function givenTwoAttempts(between: (ask: (query: string) => Promise<Response>) => Promise<unknown> = async () => null) {
  const flow = givenFlow();
  const { stores } = flow.services;
  const { token } = await stores.tokens.create({ name: 'reader' }, { id: 'tok_1', name: 'root', scopes: ['admin'] });
  const app = createApp({ listLogs, getRawLog }, { ...flow.services, identity: stores.tokens });
  const { runId, runner } = await givenRunning(flow, { retry: { attempts: 2, backoffSec: 5, jitter: 0 } });
  const ask = (path: string) =>
    app(new Request(`http://api.test/v1/runs/${runId}/${path}`, { headers: { authorization: `Bearer ${token}` } }));
  await givenLog(flow.bucket, runId, ['one', 'two', 'three']);
  await between(ask);
  await runner.report(reportOf(runId, { exitCode: 3 }));
  await flow.work();
  await flow.pass(6);
  await givenLog(flow.bucket, `${runId}/attempts/2`, ['four']);
  await stores.tokens.settled();
  return ask;
}

async function read(response: Response): Promise<z.output<typeof lines>> {
  return lines.parse(await response.json());
}
const texts = ({ items }: z.output<typeof lines>) => items.map(({ text }) => text);

test('the log is that of the latest attempt, unless another is asked for', async () => {
  const ask = await givenTwoAttempts();
  expect([texts(await read(await ask('logs'))), texts(await read(await ask('logs?attempt=1')))]).toEqual([
    ['four'],
    ['one', 'two', 'three'],
  ]);
  expect([await (await ask('log')).text(), await (await ask('log?attempt=1&stream=stdout')).text()]).toEqual([
    'four\n',
    'one\ntwo\nthree\n',
  ]);
  const later = await ask('logs?attempt=3');
  expect([later.status, await later.text()]).toEqual([400, expect.stringContaining('1 to 2, because this run is in attempt 2')]);
});

test('who reads page by page goes on where the pages began, though another attempt has begun meanwhile', async () => {
  let cursor = '';
  const ask = await givenTwoAttempts(async (first) => {
    const { nextCursor } = await read(await first('logs?limit=1'));
    cursor = nextCursor ?? '';
  });
  const { items, nextCursor } = await read(await ask(`logs?limit=9&cursor=${cursor}`));
  expect([items.map(({ text }) => text), nextCursor]).toEqual([['two', 'three'], null]);
});
