import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check';
import { expect, test } from 'vitest';
import { isTerminal } from '../../../core/run.ts';
import type { Status } from '../../../core/run.ts';
import type { Table, Write } from '../../../functions/ports/table.ts';
import { parseRun } from '../../../functions/stores/runs/record.ts';
import { givenFlow } from './given-flow.ts';
import type { Flow } from './given-flow.ts';
import { PlayedRunner, reportOf } from './played-runner.ts';

/** The terminal status that a write gives to a run; null for every other write. */
function endOf(write: Write): Status | null {
  if (write.kind !== 'put' || write.row.sk !== 'META') return null;
  const { status } = parseRun({ ...write.row, revision: 0 });
  return isTerminal(status) ? status : null;
}

/** Counts the ends that were written, whoever wrote them. */
function counting(ends: Status[]) {
  return (table: Table): Table => ({
    get: (key) => table.get(key),
    query: (query) => table.query(query),
    remove: (key, condition) => table.remove(key, condition),
    put: (row, condition) => table.put(row, condition),
    transact: async (writes) => {
      const done = await table.transact(writes);
      if (done) ends.push(...writes.map(endOf).filter((status) => status !== null));
      return done;
    },
  });
}

/** One run, the runners of all its sandboxes, and a second runner with the code of each. */
class Scene {
  /** Whose claims were accepted, each with its attempt. */
  readonly accepted = new Map<string, number>();
  readonly flow: Flow;
  readonly runId: string;
  readonly #runners: { runner: PlayedRunner; attempt: number }[] = [];
  #known = 0;

  constructor(flow: Flow, runId: string) {
    this.flow = flow;
    this.runId = runId;
  }

  /** The runner of a sandbox, chosen by number; null while nothing was launched. */
  #chosen(choice: number): { runner: PlayedRunner; attempt: number } | null {
    for (const sandbox of this.flow.sandboxes.all.slice(this.#known))
      for (const _ of ['its own runner', 'another one'])
        this.#runners.push({ runner: new PlayedRunner(this.flow.app, this.runId, sandbox), attempt: attemptOf(sandbox.ref) });
    this.#known = this.flow.sandboxes.all.length;
    return this.#runners[choice % Math.max(1, this.#runners.length)] ?? null;
  }

  runner(choice: number): PlayedRunner | null {
    return this.#chosen(choice)?.runner ?? null;
  }

  async claim(choice: number): Promise<void> {
    const chosen = this.#chosen(choice);
    if ((await chosen?.runner.claimRun())?.status === 200 && chosen) this.accepted.set(chosen.runner.nonce, chosen.attempt);
  }

  async report(choice: number): Promise<void> {
    const chosen = this.#chosen(choice);
    await chosen?.runner.report(reportOf(this.runId, { exitCode: choice % 2 }, chosen.attempt));
  }
}

/** Sandboxes are named after run, attempt and launch. */
function attemptOf(ref: string): number {
  return Number(ref.split('-').at(-2));
}

type Action = (scene: Scene, choice: number) => Promise<unknown>;

/** What may happen to a run, in any order and at the same time. */
const actions: Record<string, Action> = {
  claim: (scene, choice) => scene.claim(choice),
  beat: async (scene, choice) => scene.runner(choice)?.beat(),
  started: async (scene, choice) => scene.runner(choice)?.started(scene.flow.clock.ms),
  report: (scene, choice) => scene.report(choice),
  cancel: ({ flow, runId }) => flow.cancel(runId).catch(() => null),
  step: ({ flow }) => flow.work(),
  kill: async ({ flow }, choice) => {
    const { all } = flow.sandboxes;
    const chosen = all[choice % Math.max(1, all.length)];
    if (chosen) flow.sandboxes.kill(chosen.ref);
  },
  stopped: async ({ flow, runId }) => (flow.sandboxes.all.length === 0 ? null : flow.stopped(runId)),
  sweep: ({ flow }) => flow.sweep(),
  abort: async ({ flow, runId }, choice) => {
    if (choice % 4 === 0) flow.machine.newest(runId).state = 'failed';
  },
  pass: async ({ flow }, choice) => {
    flow.clock.ms += [1, 10, 40, 100, 400][choice % 5] ?? 1;
    flow.clock.ms += (choice % 7) * 15_000;
  },
};

const action = record({ name: constantFrom(...Object.keys(actions)), choice: nat(20) });
const atOnce = array(action, { minLength: 1, maxLength: 4 });

test('whatever happens in whatever order, a run ends once, one sandbox at most has it, and its place is given back', async () => {
  await assert(
    asyncProperty(array(atOnce, { minLength: 3, maxLength: 14 }), async (story) => {
      const ends: Status[] = [];
      const flow = givenFlow({ wrapTable: counting(ends) });
      const runId = await flow.submit();
      const scene = new Scene(flow, runId);
      for (const those of story) await Promise.all(those.map(async ({ name, choice }) => await actions[name]?.(scene, choice)));
      await flow.pass(800);
      expect(isTerminal((await flow.record(runId)).status)).toBe(true);
      expect(ends).toHaveLength(1);
      expect(scene.accepted.size).toBeLessThanOrEqual(1);
      expect(await flow.stores.runs.leases()).toEqual([]);
      expect(await flow.sandboxes.living()).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 240_000);

test('whatever happens to its attempts, a run that may be attempted again has no more of them than allowed, each in one sandbox at most, and ends once', async () => {
  await assert(
    asyncProperty(array(atOnce, { minLength: 3, maxLength: 14 }), async (story) => {
      const ends: Status[] = [];
      const flow = givenFlow({ wrapTable: counting(ends) });
      const runId = await flow.submit({ retry: { attempts: 3, backoffSec: 20 } });
      const scene = new Scene(flow, runId);
      for (const those of story) await Promise.all(those.map(async ({ name, choice }) => await actions[name]?.(scene, choice)));
      await flow.pass(1500);
      const { status, attempt, attempts } = await flow.record(runId);
      expect([isTerminal(status), ends.length]).toEqual([true, 1]);
      expect(attempt).toBeLessThanOrEqual(3);
      expect(attempts.map((one) => one.attempt)).toEqual(Array.from({ length: attempt - 1 }, (_, index) => index + 1));
      expect(new Set(scene.accepted.values()).size).toBe(scene.accepted.size);
      expect(await flow.stores.runs.leases()).toEqual([]);
      expect((await flow.table.query({ pk: 'HELD', limit: 1 })).rows).toEqual([]);
      expect(await flow.sandboxes.living()).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 240_000);
