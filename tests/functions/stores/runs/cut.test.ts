import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isTerminal } from '../../../../core/run.ts';
import type { Table } from '../../../../functions/ports/table.ts';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { Cut } from '../../events/cut.ts';
import { reportOf } from '../../workflow/played-runner.ts';
import { expectAccounts } from './expect-accounts.ts';
import { givenRuns, newRun } from './given-runs.ts';

const { runsOf } = givenRuns();
const folder = temporaryFolder('cut');
const opened: { close(): void }[] = [];
afterAll(() => {
  for (const table of opened) table.close();
});
const maxRuns = 2;
const key = { pk: 'IDEM#a', sk: 'k', requestHash: 'h' };

/** Two runs that have places, and two that wait. */
interface Scene {
  table: Table;
  runs: Runs;
  ids: [string, string, string, string];
  /** The run that the operation itself submits. */
  own: RunRecord;
}

/** Each operation of a run's life, cut behind each of its writes in turn. */
const operations: Record<string, (scene: Scene) => Promise<unknown>> = {
  'create, with a place': async ({ runs, own, ids }) => {
    for (const id of [ids[2], ids[3], ids[0]]) await runs.endWithoutReport(id, { kind: 'lost' });
    await runs.create(own, key, []);
  },
  'create, into the queue': ({ runs, own }) => runs.create(own, key, []),
  admit: async ({ runs, ids }) => {
    await runs.endWithoutReport(ids[0], { kind: 'lost' });
    await runs.endWithoutReport(ids[1], { kind: 'lost' });
    await runs.admit();
  },
  started: ({ runs, ids }) => runs.started(ids[0], new Date(), {}),
  endByReport: async ({ runs, ids }) => {
    await runs.started(ids[0], new Date(), {});
    await runs.endByReport({ ...reportOf(ids[0]), state: { seen: 1 } });
    await runs.admit();
  },
  'cancel, under way': ({ runs, ids }) => runs.cancel(ids[0], null),
  'cancel, waiting': ({ runs, ids }) => runs.cancel(ids[2], null),
};

let files = 0;
async function givenScene(cut: Cut): Promise<Scene> {
  const table = openTable(join(folder, `${(files += 1)}.db`));
  opened.push(table);
  const runs = runsOf('own_cut', { table: cut.table(table), maxRuns });
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) ids.push((await runs.create(newRun({ scriptId: 'scr_1' }), null, [])).record.id);
  const [a = '', b = '', c = '', d = ''] = ids;
  return { table, runs, ids: [a, b, c, d], own: newRun() };
}

/** Every scene that a cut can leave, told to `look`; and how many there are. */
async function eachCut(operation: string, look: (scene: Scene) => Promise<void>): Promise<number> {
  for (let write = 1; ; write++) {
    const cut = new Cut();
    const scene = await givenScene(cut);
    cut.behind(write);
    const done = await operations[operation]?.(scene).then(
      () => true,
      () => false,
    );
    await look(scene);
    if (!cut.isDead) {
      expect(done).toBe(true);
      return write - 1;
    }
  }
}

async function known({ table, ids, own }: Scene): Promise<RunRecord[]> {
  const written = await table.get({ pk: `RUN#${own.id}`, sk: 'META' });
  return expectAccounts(table, written ? [...ids, own.id] : ids, maxRuns);
}

/** Ends what is under way and admits the next until nobody waits; no run is given to the workflow twice. */
async function expectCarriedOut(scene: Scene, next: Runs): Promise<void> {
  const started = new Set((await known(scene)).filter(({ admittedAt }) => admittedAt !== null).map(({ id }) => id));
  for (let live = await living(scene); live.length > 0; live = await living(scene)) {
    for (const { id, admittedAt } of live) if (admittedAt !== null) await next.endByReport(reportOf(id));
    for (const id of await next.admit()) {
      expect(started).not.toContain(id);
      started.add(id);
    }
  }
  expect((await next.create(newRun(), null, [])).record.status).toBe('STARTING');
}

async function living(scene: Scene): Promise<RunRecord[]> {
  return (await known(scene)).filter(({ status }) => !isTerminal(status));
}

const places: [string, number][] = [
  ['create, with a place', 4],
  ['create, into the queue', 1],
  ['admit', 3],
  ['started', 1],
  ['endByReport', 3],
  ['cancel, under way', 1],
  ['cancel, waiting', 2],
];

test.each(places)('%s: cut behind any write with its process, no run is left hanging and the rest goes on', async (operation, least) => {
  const cuts = await eachCut(operation, async (scene) => {
    const next = runsOf('own_next', { table: scene.table, maxRuns });
    const { failed } = await next.recover({ isAlive: (owner) => owner !== 'own_cut', carries: () => true, adopts: true });
    expect([failed, (await living(scene)).filter(({ status }) => status !== 'QUEUED')]).toEqual([[], []]);
    await expectCarriedOut(scene, next);
  });
  expect(cuts).toBeGreaterThanOrEqual(least);
});

test.each(places)(
  '%s: cut behind any write in a function, every run has ended, waits, or has a place from which it can be started',
  async (operation) => {
    await eachCut(operation, async (scene) => {
      const next = runsOf('own_cut', { table: scene.table, maxRuns });
      const { lost, failed } = await next.recover({ isAlive: () => true, carries: () => true, adopts: false });
      expect([lost, failed]).toEqual([[], []]);
      const forms = (await living(scene)).map(({ status, admittedAt, place }) =>
        admittedAt === null ? status : place === null ? 'adrift' : 'PLACED',
      );
      expect(forms.filter((form) => form !== 'QUEUED' && form !== 'PLACED')).toEqual([]);
      await expectCarriedOut(scene, next);
    });
  },
);

test('a submission whose answer was lost with its process is found again by its key, in place and queue alike', async () => {
  for (const operation of ['create, with a place', 'create, into the queue'])
    await eachCut(operation, async ({ table, own }) => {
      const written = await table.get({ pk: `RUN#${own.id}`, sk: 'META' });
      const again = await runsOf('own_cut', { table, maxRuns }).create(newRun(), key, []);
      expect(again.replayed ? again.record.id : null).toBe(written ? own.id : null);
    });
});
