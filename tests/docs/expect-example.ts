import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { RunletError } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { isTerminal } from '../../core/run.ts';
import type { Run } from '../../core/schemas/run.ts';
import { expectLog, textOf } from '../templates/expect-log.ts';
import type { Example } from './read-guide.ts';

/** Runs an example of the guide and holds its outcome against what the guide says. */
export async function expectExample(client: Client, example: Example): Promise<void> {
  const { expected } = example;
  if (expected.refused !== undefined) return expectRefused(client, example);
  const run = await lastRun(client, example);
  expect(run, await textOf(client, run.id)).toMatchObject({ status: expected.status, reason: expected.reason });
  expectFields(run, expected);
  expect(run.message).toContain(expected.message ?? '');
  await expectLog(client, run.id, expected.log);
}

function expectFields(run: Run, { exitCode, result, variables, exception, artifacts }: Example['expected']): void {
  if (exitCode !== undefined) expect(run.exitCode).toBe(exitCode);
  if (result !== undefined) expect(run.result).toEqual(result);
  if (variables !== undefined) expect(run.variables).toEqual(variables);
  if (exception !== undefined) expect(run.exception).toMatchObject(exception);
  if (artifacts !== undefined) expect(run.artifacts.map(({ name }) => name).toSorted()).toEqual(artifacts.toSorted());
}

async function expectRefused(client: Client, { source, expected }: Example): Promise<void> {
  const refusal = await preview(client, source, expected).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(RunletError);
  expect(refusal).toMatchObject({ code: expected.refused, errors: (expected.fields ?? []).map((field) => ({ field })) });
}

async function lastRun(client: Client, { source, expected }: Example): Promise<Run> {
  if (expected.slot !== undefined) return runOfSlot(client, source, expected.slot);
  if (expected.runs === 1) return preview(client, source, expected);
  const script = (await client.createScript({ body: { name: 'example', source } })).id;
  for (let run = 1; run < expected.runs; run++) await client.startRun({ params: { script }, query: { wait: 25 } });
  return client.startRun({ params: { script }, query: { wait: 25 } });
}

/** The run that a daily schedule makes for a slot of the past. */
async function runOfSlot(client: Client, source: string, slot: string): Promise<Run> {
  const { id: script } = await client.createScript({ body: { name: `of-slot-${Math.random().toString(36).slice(2)}`, source } });
  const at = new Date(slot);
  const schedule = await client.createSchedule({ body: { script, cron: `${at.getUTCMinutes()} ${at.getUTCHours()} * * *` } });
  const to = new Date(at.getTime() + 60_000).toISOString();
  const { slots } = await client.backfillSchedule({ params: { schedule: schedule.id }, body: { from: slot, to } });
  expect(slots).toMatchObject([{ slot, skipped: null }]);
  const params = { run: slots[0]?.run ?? '' };
  for (;;) {
    const run = await client.getRun({ params });
    if (isTerminal(run.status)) return run;
    await setTimeout(50);
  }
}

function preview(
  client: Client,
  source: string,
  { code, input, args, files, limits, returnVariables, retry }: Example['expected'],
): Promise<Run> {
  const body = { code: { 'script.py': source, ...code }, input, args, files, returnVariables, retry, ...limits };
  return client.previewRun({ query: { wait: 25 }, body });
}
