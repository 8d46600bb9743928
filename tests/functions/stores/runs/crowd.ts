import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Table } from '../../../../functions/ports/table.ts';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { reportOf } from '../../workflow/played-runner.ts';
import { expectAccounts } from './expect-accounts.ts';
import { newRun } from './given-runs.ts';

/** One deed of a process; `end`, `cancel` and `follow` (submit one that waits behind it) are done to one of the runs that were submitted by then. */
export interface Act {
  what: 'submit' | 'repeated' | 'follow' | 'end' | 'cancel' | 'admit' | 'recover';
  which: number;
}

/** Several processes that submit runs and carry them to their ends, each as the handlers do. */
export class Crowd {
  /** How often each run was given to the workflow. */
  readonly starts = new Map<string, number>();
  readonly submitted: string[] = [];
  /** The most places that were held at a time, as far as anybody looked. */
  most = 0;
  readonly #processes: readonly Runs[];
  readonly #ends: Promise<void>[] = [];

  constructor(processes: readonly Runs[]) {
    this.#processes = processes;
  }

  /** Submits that many runs at once, spread over all processes, and resolves when all have been answered. */
  async submit(count: number): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, (_, n) => this.#submit(this.#process(n), true)));
  }

  /** What the sweeper does, until nothing is under way and nobody waits. */
  async settle(): Promise<void> {
    for (let before = -1; before !== this.#ends.length;) {
      before = this.#ends.length;
      await this.#admit(this.#process(0), true);
      for (let done = 0; done < this.#ends.length; done++) await this.#ends[done];
    }
  }

  /** What one process does, one after the other. */
  async actAll(process: number, acts: readonly Act[]): Promise<void> {
    for (const act of acts) await this.#act(this.#process(process), act);
  }

  async #act(runs: Runs, { what, which }: Act): Promise<void> {
    const run = this.submitted[which % this.submitted.length];
    if (what === 'submit') await this.#submit(runs, false);
    else if (what === 'repeated') await this.#submit(runs, false, { retry: { attempts: 2, backoffSec: 0 } });
    else if (what === 'follow') await this.#submit(runs, false, {}, run);
    else if (what === 'admit') await this.#admit(runs, false);
    else if (what === 'recover') await runs.recover({ isAlive: () => true, carries: () => true, adopts: true });
    else if (run !== undefined && what === 'end') await runs.endWithoutReport(run, { kind: 'lost' });
    else if (run !== undefined) await runs.cancel(run, null).catch(expectEnded);
  }

  #process(n: number): Runs {
    const runs = this.#processes[n % this.#processes.length];
    if (runs === undefined) throw new Error('a crowd has processes');
    return runs;
  }

  async #submit(runs: Runs, carried: boolean, changes: Partial<RunRecord> = {}, behind?: string): Promise<string> {
    const { record } = await runs.create(newRun(changes), null, [], behind === undefined ? {} : { behind });
    this.submitted.push(record.id);
    if (record.status === 'STARTING') this.#start(record.id, carried);
    else await this.#admit(runs, carried);
    return record.id;
  }

  async #admit(runs: Runs, carried: boolean): Promise<void> {
    for (const id of await runs.admit()) this.#start(id, carried);
  }

  #start(runId: string, carried: boolean): void {
    this.starts.set(runId, (this.starts.get(runId) ?? 0) + 1);
    if (carried) this.#ends.push(this.#carry(runId, this.#process(this.#ends.length)));
  }

  async #carry(runId: string, runs: Runs): Promise<void> {
    await runs.started(runId, new Date(), {});
    this.most = Math.max(this.most, (await runs.leases()).length);
    await sleep(Math.random() * 20);
    await runs.endByReport(reportOf(runId));
    await this.#admit(runs, true);
  }
}

function expectEnded(error: unknown): void {
  expect(error).toMatchObject({ code: 'wrong-status' });
}

/** That a crowd submits so many runs at once and each is started once, ends well and leaves its place. */
export async function expectAllCarried(
  table: Table,
  processes: readonly Runs[],
  { count, maxRuns }: { count: number; maxRuns: number },
): Promise<void> {
  const crowd = new Crowd(processes);
  const ids = (await crowd.submit(count)).toSorted();
  await crowd.settle();
  const records = await expectAccounts(table, ids, maxRuns);
  expect([new Set(ids).size, crowd.most]).toEqual([count, Math.min(crowd.most, maxRuns)]);
  expect(records.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
  expect([...crowd.starts.keys()].toSorted()).toEqual(ids);
  expect([...crowd.starts.values()].filter((times) => times !== 1)).toEqual([]);
}
