import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Table } from '../../functions/ports/table.ts';
import { createStores } from '../../functions/stores/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import type { LocalEdition } from '../../local/edition.ts';
import { createWorkflow } from '../../local/workflow.ts';
import { newRun } from '../functions/stores/runs/given-runs.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const dataDir = temporaryFolder('workflow');
const complaints: string[] = [];
let edition: LocalEdition;
beforeAll(async () => {
  edition = await createLocalEdition({ dataDir, admit: false });
});
afterAll(async () => {
  await edition.close();
  rmSync(dataDir, { recursive: true });
});

const log = (_level: string, message: string) => complaints.push(message);

/** A workflow over a table that takes no progress. */
function givenWorkflow() {
  const { services } = edition;
  const table: Table = {
    ...services.table,
    put: async (row, condition) => (row.sk === 'LIVE' ? never() : services.table.put(row, condition)),
  };
  const stores = createStores({ ...services, table, owner: 'own_test', maxRuns: 4, admits: () => true, now: () => new Date() });
  const settings = { ...services.settings, log };
  return { stores, workflow: createWorkflow('own_test', () => ({ ...services, stores, settings })) };
}

function never(): never {
  throw new Error('the disk is full');
}

test('progress that cannot be written ends no run', async () => {
  const { stores, workflow } = givenWorkflow();
  const { record } = await stores.runs.create(newRun(), null, []);
  workflow.progress(record.id, { at: new Date().toISOString(), fraction: 0.5, message: null });
  await workflow.settled();
  expect(complaints).toEqual(['a step of a run failed']);
  expect(await stores.runs.record(record.id)).toMatchObject({ status: 'STARTING' });
});

test('a run that is not there keeps nobody waiting for it', async () => {
  const { workflow } = givenWorkflow();
  await workflow.start('run_01JH7Q3V9ZK4M2N8P6R5S1T0WX');
  await workflow.idle();
  await workflow.look();
});
