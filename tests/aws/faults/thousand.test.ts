import { expect, test } from 'vitest';
import * as z from 'zod';
import { ended } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';

const { runlet, url, token } = deployed();
const count = 1_000;
/** So many really run here; the rest waits in the queue until it is canceled, because a machine with two processors starts one sandbox a second. */
const toRun = 20;
const submitted = z.looseObject({ id: z.string().default('without an id') });

/** Submits under a key, every tenth twice at the same time; answers the ids that were given. */
async function submit(index: number): Promise<string[]> {
  const body = JSON.stringify({ source: `print("run ${index}")\n` });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': `thousand-${index}` };
  const once = async () => {
    const answer = await fetch(`${url}/v1/runs`, { method: 'POST', headers, body });
    return `${answer.status} ${submitted.parse(await answer.json()).id}`;
  };
  return await Promise.all(index % 10 === 0 ? [once(), once()] : [once()]);
}

test('of 1,000 runs submitted at once all are taken, none twice, and each ends', { timeout: 900_000 }, async () => {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => submit(index)));
  expect(answers.flat().filter((answer) => !/^20[01] run_/.test(answer))).toEqual([]);
  const ids = answers.map((given) => new Set(given.map((answer) => answer.slice(4))));
  expect(ids.filter((given) => given.size !== 1)).toEqual([]);
  const runs = ids.flatMap((given) => [...given]);
  expect(new Set(runs).size).toBe(count);
  for (const run of runs.slice(toRun)) await runlet.cancelRun({ params: { run } }).catch(() => undefined);
  const last = await Promise.all(runs.map(async (run) => ended(runlet, await runlet.getRun({ params: { run } }))));
  expect(last.filter(({ status }) => status !== 'SUCCEEDED' && status !== 'CANCELED')).toEqual([]);
  expect(last.filter(({ status }) => status === 'SUCCEEDED').length).toBeGreaterThanOrEqual(toRun);
});
