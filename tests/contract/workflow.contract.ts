import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Workflow } from '../../functions/ports/workflow.ts';
import type { Stores } from '../../functions/stores/index.ts';
import type { RunRecord } from '../../functions/stores/runs/record.ts';
import { withDefaults } from '../../core/schemas/limits.ts';
import { newRun } from '../functions/stores/runs/given-runs.ts';

export interface CarriedBy {
  workflow: Workflow;
  stores: Stores;
  close(): Promise<void>;
}

/** What every edition's workflow must do with a run that is STARTING. */
export function workflowContract(name: string, open: () => Promise<CarriedBy>): void {
  let by: CarriedBy;
  beforeAll(async () => {
    by = await open();
  });
  afterAll(() => by.close());

  const givenStarting = async (
    source: string,
    code: Partial<RunRecord['code']> = {},
    changes: Partial<RunRecord> = {},
  ): Promise<RunRecord> => {
    const { ref, writes } = await by.stores.code.take({ source });
    const { sha256, entry, style, language } = ref;
    const about = { sha256, entry, style, language, hasTrigger: false, ...code };
    const record = newRun({ code: about, limits: withDefaults({ graceSec: 0.2 }), ...changes });
    return (await by.stores.runs.create(record, null, writes)).record;
  };

  const ended = async ({ id }: RunRecord): Promise<RunRecord> => {
    for (;;) {
      const record = await by.stores.runs.record(id);
      if (record.endedAt !== null) return record;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  };

  test(`${name}: a run that it was given runs and ends`, async () => {
    const run = await givenStarting('print("hello")');
    expect(run.status).toBe('STARTING');
    await by.workflow.start(run.id);
    expect(await ended(run)).toMatchObject({ status: 'SUCCEEDED', exitCode: 0 });
  });

  test(`${name}: giving it the same run twice runs it once`, async () => {
    const run = await givenStarting('print("hello")');
    await Promise.all([by.workflow.start(run.id), by.workflow.start(run.id)]);
    expect(await ended(run)).toMatchObject({ status: 'SUCCEEDED', log: { lines: 1 } });
  });

  test(`${name}: a run that cannot be launched ends as CRASHED, with the reason`, async () => {
    const run = await givenStarting('print("hello")', { sha256: '0'.repeat(64) });
    await by.workflow.start(run.id);
    expect(await ended(run)).toMatchObject({ status: 'CRASHED', reason: 'start-failed' });
  });

  test(`${name}: a run that failed and may be attempted again begins again after its pause, under its own id`, async () => {
    const source = 'import os, sys\nsys.exit(0 if os.environ["RUNLET_ATTEMPT"] == "2" else 3)\n';
    const run = await givenStarting(source, {}, { retry: { attempts: 3, backoffSec: 1 } });
    await by.workflow.start(run.id);
    expect(await ended(run)).toMatchObject({ status: 'SUCCEEDED', attempt: 2, attempts: [{ reason: 'exit-nonzero', exitCode: 3 }] });
  });

  test(`${name}: a run that was canceled before it was launched never runs`, async () => {
    const run = await givenStarting('print("hello")');
    await by.stores.runs.cancel(run.id, null);
    await by.workflow.start(run.id);
    expect(await ended(run)).toMatchObject({ status: 'CANCELED', startedAt: null });
  });

  test(`${name}: stopping a running run stops its compute and then says CANCELED; twice is once`, async () => {
    const run = await givenStarting('import time\ntime.sleep(60)');
    await by.workflow.start(run.id);
    await by.stores.runs.cancel(run.id, null);
    await Promise.all([by.workflow.stop(run.id), by.workflow.stop(run.id)]);
    expect(await ended(run)).toMatchObject({ status: 'CANCELED', reason: 'canceled-by-user' });
  });
}
