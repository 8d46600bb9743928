import { errorText } from '../core/error-text.ts';
import { AppError } from '../core/errors.ts';
import { isTerminal } from '../core/run.ts';
import type { Facts } from '../core/run.ts';
import type { Workflow } from '../functions/ports/workflow.ts';
import type { Services } from '../functions/services.ts';
import { createSerial } from '../functions/stores/serial.ts';
import type { RunRecord } from '../functions/stores/runs/record.ts';
import { afterEnd } from '../functions/workflow/after-end.ts';
import type { AfterEndParts } from '../functions/workflow/after-end.ts';
import { countEnded } from '../functions/workflow/count-ended.ts';
import { launchRun } from '../functions/workflow/launch-run.ts';
import { startRuns } from '../functions/stores/start-runs.ts';
import type { LaunchEvents } from './launcher/launcher.ts';

type Parts = AfterEndParts & Pick<Services, 'launcher' | 'pulse' | 'metrics'>;

export interface LocalWorkflow extends Workflow, LaunchEvents {
  /** Whether the run is under way in this process. */
  carries(runId: string): boolean;
  /** Looks after cancels that other processes asked for, and after places that they freed. */
  look(): Promise<void>;
  /** Starts what waits and is ready, and again when the next run that waits for an instant is. */
  admit(): Promise<void>;
  /** Resolves when no run is under way in this process. */
  idle(): Promise<void>;
  /** Resolves when all that was begun is written: what is still under way once the launcher is closed has ended by then. */
  settled(): Promise<void>;
}

/** Carries the runs of one owner from STARTING to their end within this process. */
export function createWorkflow(owner: string, parts: () => Parts): LocalWorkflow {
  return new InProcessWorkflow(owner, parts);
}

/** Timers of Node go no further than 2^31 ms; the sweep of each minute sets this one anew. */
const longestMs = 3_600_000;

class InProcessWorkflow implements LocalWorkflow {
  readonly #owner: string;
  readonly #parts: () => Parts;
  readonly #underWay = new Map<string, ReturnType<typeof createSerial>>();
  readonly #steps = new Set<Promise<unknown>>();
  readonly #quiet = new Set<() => void>();
  #alarm: NodeJS.Timeout | undefined;

  constructor(owner: string, parts: () => Parts) {
    this.#owner = owner;
    this.#parts = parts;
  }

  async start(runId: string): Promise<void> {
    if (this.#underWay.has(runId)) return;
    this.#underWay.set(runId, createSerial());
    this.#then(runId, async (services) => {
      const record = await services.stores.runs.record(runId);
      if (record.status === 'STARTING') await launchRun(services, record, { launch: 1, claimCode: '' });
      else if (record.status === 'CANCELING') await this.#end(runId, { kind: 'canceled' });
      else await this.#ended(runId);
    });
  }

  async stop(runId: string): Promise<void> {
    this.#note(runId, async ({ stores, launcher }) => {
      const record = await stores.runs.record(runId);
      if (record.owner !== this.#owner || record.status !== 'CANCELING') return;
      const sandbox = { runId, ref: runId };
      const [known] = await launcher.look([sandbox]);
      if (known?.state !== 'gone') await launcher.stop(sandbox, record.graceSec ?? record.limits.graceSec);
      else await this.#end(runId, { kind: 'canceled' });
    });
  }

  started(runId: string, at: Date, phases: Record<string, number>): void {
    this.#note(runId, ({ stores }) => stores.runs.started(runId, at, phases));
  }

  progress(runId: string, value: Parameters<LaunchEvents['progress']>[1]): void {
    this.#note(runId, ({ stores }) => stores.runs.progress(runId, value));
  }

  logGrew(runId: string): void {
    this.#parts().pulse.beat(runId);
  }

  reported(report: Parameters<LaunchEvents['reported']>[0]): void {
    this.#then(report.runId, async (parts) => {
      const ended = await parts.stores.runs.endByReport(report);
      await this.#ended(report.runId);
      await this.#after(ended);
    });
  }

  vanished(runId: string, why: string, begun: boolean): void {
    this.#parts().settings.log('error', 'a sandbox vanished', { runId, why });
    this.#then(runId, () => this.#end(runId, begun ? { kind: 'lost' } : { kind: 'start-failed', detail: why }));
  }

  carries(runId: string): boolean {
    return this.#underWay.has(runId);
  }

  async look(): Promise<void> {
    for (const runId of this.#underWay.keys()) {
      const record = await this.#parts().stores.runs.record(runId);
      if (record.status === 'CANCELING') await this.stop(runId);
    }
    await this.admit();
  }

  async admit(): Promise<void> {
    const { stores } = this.#parts();
    await startRuns(stores, this);
    const next = await stores.runs.nextReady();
    clearTimeout(this.#alarm);
    if (next === null) return;
    const ms = Math.min(longestMs, Math.max(10, next.getTime() - stores.now().getTime()));
    this.#alarm = setTimeout(() => void this.admit().catch((error: unknown) => this.#log(null, error)), ms).unref();
  }

  idle(): Promise<void> {
    return this.#underWay.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#quiet.add(resolve));
  }

  async settled(): Promise<void> {
    while (this.#steps.size > 0) await Promise.all(this.#steps);
  }

  /** A step on which the run's end depends: when it fails it ends the run rather than leaving it hanging. */
  #then(runId: string, step: (services: Parts) => Promise<unknown>): void {
    this.#inOrder(runId, () => step(this.#parts()).catch((error: unknown) => this.#failed(runId, error)));
  }

  /** A step without which the run goes on: its sandbox lives, and reports in the end. */
  #note(runId: string, step: (services: Parts) => Promise<unknown>): void {
    this.#inOrder(runId, () => step(this.#parts()));
  }

  /** Steps of one run happen in the order in which they were asked for. */
  #inOrder(runId: string, step: () => Promise<unknown>): void {
    const serial = this.#underWay.get(runId) ?? createSerial();
    const done = serial(step).catch((error: unknown) => this.#log(runId, error));
    this.#steps.add(done);
    void done.finally(() => this.#steps.delete(done));
  }

  async #failed(runId: string, error: unknown): Promise<void> {
    if (!(error instanceof AppError)) this.#log(runId, error);
    const detail = error instanceof AppError ? error.message : "a step of ours failed; the operator's log says more";
    if (error instanceof AppError && error.code === 'not-found') await this.#ended(runId);
    else await this.#end(runId, { kind: 'start-failed', detail });
  }

  async #end(runId: string, facts: Facts): Promise<void> {
    const ended = await this.#parts()
      .stores.runs.endWithoutReport(runId, facts)
      // An end that could not be written is written by the next sweep, which finds that nobody carries the run.
      .finally(() => this.#ended(runId));
    await this.#after(ended);
  }

  /** What is left once the run has ended; one that is to be attempted again has not. */
  async #after({ record, changed }: { record: RunRecord; changed: boolean }): Promise<void> {
    if (!changed || !isTerminal(record.status)) return;
    countEnded(this.#parts().metrics, record);
    await afterEnd(this.#parts(), record);
  }

  async #ended(runId: string): Promise<void> {
    this.#underWay.delete(runId);
    await this.admit();
    if (this.#underWay.size > 0) return;
    for (const tell of this.#quiet) tell();
    this.#quiet.clear();
  }

  #log(runId: string | null, error: unknown): void {
    this.#parts().settings.log('error', 'a step of a run failed', {
      ...(runId === null ? {} : { runId }),
      error: errorText(error),
    });
  }
}
