import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Run, RunSummary } from '../../../core/schemas/run.ts';
import { deployed } from '../harness/deployed.ts';

const { runlet, calls } = deployed();
const script = 'crowd';
const count = 1_000;
/** So many really run here; the rest waits in the queue until it is canceled, because a machine with two processors starts one sandbox a second. */
const toRun = 20;
/** Requests on the way at the same time: more than the functions have instances. */
const atOnce = 40;

async function each<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  const left = items.values();
  const worker = async () => {
    for (const item of left) done.push(await task(item));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

/** Submits under a key as a client does that is told to come again; every tenth is sent twice at the same time. */
async function submit(index: number): Promise<string[]> {
  const once = async (): Promise<Run> => {
    for (let tries = 1; ; tries++) {
      try {
        return await runlet.startRun({ params: { script }, body: {}, idempotencyKey: `crowd-${index}` });
      } catch (error) {
        if (tries === 8) throw error;
        await sleep(500 * tries);
      }
    }
  };
  return (await Promise.all(index % 10 === 0 ? [once(), once()] : [once()])).map(({ id }) => id);
}

async function allRuns(): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await runlet.listRuns({ query: { script, limit: 100, ...(cursor === undefined ? {} : { cursor }) } });
    runs.push(...page.items);
    cursor = page.nextCursor;
  }
  return runs;
}

const having = (runs: readonly RunSummary[], ...statuses: string[]) => runs.filter(({ status }) => statuses.includes(status));

test('of 1,000 runs submitted at once all are taken, none twice, and each ends', { timeout: 900_000 }, async () => {
  await runlet.createScript({ body: { name: script, source: 'print("one of many")\n' } });
  const answers = await each(
    Array.from({ length: count }, (_, index) => index),
    submit,
  );
  expect(answers.filter((ids) => new Set(ids).size !== 1)).toEqual([]);
  const taken = new Set(answers.flat());
  expect(taken.size).toBe(count);
  await expect
    .poll(async () => having(await allRuns(), 'SUCCEEDED').length, { timeout: 240_000, interval: 3_000 })
    .toBeGreaterThanOrEqual(toRun);
  await each(having(await allRuns(), 'QUEUED'), ({ id }) => runlet.cancelRun({ params: { run: id } }).catch(() => undefined));
  await expect.poll(async () => having(await allRuns(), 'SUCCEEDED', 'CANCELED').length, { timeout: 240_000, interval: 3_000 }).toBe(count);
  expect(new Set((await allRuns()).map(({ id }) => id))).toEqual(taken);
  const claims = (await calls()).filter(({ operation, status }) => operation.endsWith('/claim') && status === 200);
  const carried = new Set(claims.map(({ operation }) => operation.split('/')[3]));
  expect(carried.size).toBe(claims.length);
  expect(having(await allRuns(), 'SUCCEEDED').filter(({ id }) => !carried.has(id))).toEqual([]);
});
