import { AppError } from '../../core/errors.ts';
import type { Job } from '../../core/schemas/job.ts';
import type { Report } from '../../core/schemas/report.ts';
import type { Launch, Launcher, LaunchOrder, Sandbox, SandboxState } from '../../functions/ports/launcher.ts';
import type { Ready, RunnerEvent } from './messages.ts';
import { startRunner } from './runner-process.ts';
import type { Misfit, RunnerCommand, RunnerProcess } from './runner-process.ts';

/** What the launcher tells of its runs as it happens. */
export interface LaunchEvents {
  started(runId: string, at: Date, phases: Record<string, number>): void;
  progress(runId: string, progress: { at: string; fraction: number | null; message: string | null }): void;
  logGrew(runId: string): void;
  reported(report: Report): void;
  /** The sandbox is gone without a report; `begun` is false when there was never a runner to make one. */
  vanished(runId: string, why: string, begun: boolean): void;
}

export interface LauncherSettings extends RunnerCommand {
  events: LaunchEvents;
  /** Path of an object of the bucket. */
  pathOf: (key: string) => string;
}

export interface LocalLauncher extends Launcher {
  /** Starts the runner before anyone asks. */
  start(): void;
  /** What the runner says of this machine; starts it if need be. */
  doctor(): Promise<Record<string, unknown>>;
  ready(): Promise<Ready>;
  /** Of the runner as it runs now. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** Launches sandboxes through one long-lived runner process, which is started again when it dies. */
export function createLauncher(settings: LauncherSettings): LocalLauncher {
  return new RunnerLauncher(settings);
}

class RunnerLauncher implements LocalLauncher {
  readonly #settings: LauncherSettings;
  readonly #held = new Set<string>();
  readonly #questions = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  #runner: RunnerProcess | null = null;
  #ready = Promise.withResolvers<Ready>();
  #begun = false;
  #closed = false;
  #lastQuestion = 0;

  constructor(settings: LauncherSettings) {
    this.#settings = settings;
    this.#ready.promise.catch(() => null);
  }

  get pid(): number | undefined {
    return this.#runner?.pid;
  }

  start(): void {
    this.#running();
  }

  /** One process holds all of its sandboxes, so a run's own id names its sandbox. */
  async launch({ runId, order }: Launch): Promise<string> {
    if (this.#held.has(runId)) return runId;
    const job = jobOf(await order(), this.#settings.pathOf);
    if (this.#held.has(runId)) return runId;
    this.#held.add(runId);
    if (this.#closed) this.#stopped(runId);
    else this.#running().send({ op: 'run', job });
    return runId;
  }

  async stop({ runId }: Sandbox, graceSec: number): Promise<void> {
    if (this.#held.has(runId)) this.#running().send({ op: 'stop', runId, graceSec });
  }

  async look(sandboxes: readonly Sandbox[]): Promise<SandboxState[]> {
    const gone = { state: 'gone', began: true, exitCode: null, why: 'The runner holds no sandbox of this run.' } as const;
    return sandboxes.map(({ runId }) => (this.#held.has(runId) ? { state: 'running' } : gone));
  }

  async living(): Promise<Sandbox[]> {
    return Array.from(this.#held, (runId) => ({ runId, ref: runId }));
  }

  #stopped(runId: string): void {
    this.#held.delete(runId);
    this.#settings.events.vanished(runId, 'Runlet was stopped before the sandbox was started', true);
  }

  doctor(): Promise<Record<string, unknown>> {
    const id = ++this.#lastQuestion;
    const question = Promise.withResolvers<Record<string, unknown>>();
    this.#questions.set(id, question);
    this.#running().send({ op: 'doctor', id });
    return question.promise;
  }

  ready(): Promise<Ready> {
    this.#running();
    return this.#ready.promise;
  }

  async close(): Promise<void> {
    const runner = this.#runner;
    this.#runner = null;
    this.#closed = true;
    await runner?.end(this.#held.size === 0);
  }

  #running(): RunnerProcess {
    if (this.#runner) return this.#runner;
    const runner = startRunner(
      this.#settings,
      (event) => this.#heard(event),
      (why) => this.#gone(runner, why),
    );
    this.#runner = runner;
    return runner;
  }

  #heard(event: RunnerEvent | Misfit): void {
    const { events } = this.#settings;
    if (event.event === 'ready') this.#greet(event);
    else if (event.event === 'started') events.started(event.runId, new Date(event.at), event.phases);
    else if (event.event === 'log') events.logGrew(event.runId);
    else if (event.event === 'progress')
      events.progress(event.runId, { at: new Date(event.at).toISOString(), fraction: event.fraction, message: event.message });
    else if (event.event === 'doctor') this.#answer(event.id, event);
    else if (event.event === 'misfit') this.#misfit(event);
    else {
      this.#held.delete(event.report.runId);
      events.reported(event.report);
    }
  }

  #greet(ready: Ready): void {
    this.#begun = true;
    this.#ready.resolve(ready);
  }

  #misfit({ runId, why }: Misfit): void {
    if (runId !== null) this.#held.delete(runId);
    this.#settings.events.vanished(runId ?? 'unknown', why, true);
  }

  #answer(id: number, answer: Record<string, unknown>): void {
    this.#questions.get(id)?.resolve(answer);
    this.#questions.delete(id);
  }

  #gone(runner: RunnerProcess, why: string): void {
    const ended = new AppError('no-python', `The runner ended: ${why}`);
    this.#ready.reject(ended);
    for (const question of this.#questions.values()) question.reject(ended);
    this.#questions.clear();
    if (this.#runner === runner) this.#runner = null;
    this.#ready = Promise.withResolvers();
    this.#ready.promise.catch(() => null);
    const lost = [...this.#held];
    const begun = this.#begun;
    this.#held.clear();
    this.#begun = false;
    for (const runId of lost) this.#settings.events.vanished(runId, why, begun);
  }
}

/** The job with paths in place of the bucket's keys. */
function jobOf(order: LaunchOrder, pathOf: (key: string) => string): Job {
  const { code, files, storePrefix, ...same } = order;
  return {
    ...same,
    code: code.kind === 'inline' ? code : { kind: 'archive', path: pathOf(code.key), sha256: code.sha256 },
    files: files.map(({ key, ...file }) => ({ ...file, source: pathOf(key) })),
    store: { kind: 'directory', path: pathOf(storePrefix.replace(/\/$/, '')) },
  };
}
