import { expect, test } from 'vitest';
import { givenRun } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';
import { operator } from '../harness/global-setup.ts';

const { runlet, sent } = deployed();

test('whoever asked to hear of failed runs gets mail that names the run and says why', async () => {
  const run = await givenRun(runlet, 'raise ValueError("bad row")\n');
  expect(run.status).toBe('FAILED');
  const about = () => sent().filter(({ to, text }) => to.includes(operator) && text.includes(run.id));
  await expect.poll(about, { timeout: 20_000 }).toEqual([expect.objectContaining({ subject: expect.stringMatching(/FAILED|failed/) })]);
  expect(about()[0]?.text).toContain('bad row');
});

test('nobody gets mail of a run that succeeded', async () => {
  const run = await givenRun(runlet, 'print(1)\n');
  expect(sent().filter(({ text }) => text.includes(run.id))).toEqual([]);
});
