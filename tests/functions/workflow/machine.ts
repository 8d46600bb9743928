import { randomBytes } from 'node:crypto';
import { AppError } from '../../../core/errors.ts';
import type { StepError } from '../../../core/errors.ts';
import type { AdmitStep, Finished, FinishStep, WaitingStep } from '../../../core/schemas/steps.ts';
import type { Callbacks } from '../../../functions/ports/callbacks.ts';

/** What the states call. */
export interface Steps {
  launch(payload: WaitingStep): Promise<void>;
  run(payload: WaitingStep): Promise<void>;
  finish(payload: FinishStep): Promise<Finished>;
  admit(payload: AdmitStep): Promise<unknown>;
}

/** Tokens that compress as badly as those of Step Functions, and are as long as they may be expected (AWS docs bound them by 2,048 characters). */
const tokenBytes = 450;

type State = 'Launch' | 'Run' | 'Finish' | 'Backoff' | 'Admit' | 'ended' | 'failed';

/** One execution, as the state machine of the AWS edition carries it. */
export interface Execution {
  runId: string;
  attempt: number;
  state: State;
  /** Whether the function of the present state was called. */
  called: boolean;
  token: string;
  enteredAt: number;
  beatAt: number;
  runTimeoutSec: number;
  error?: { Error: string; Cause?: string };
  again: Finished['again'];
  tries: number;
  transitions: string[];
}

/**
 * Plays Step Functions for one table of runs, by a clock that the test moves: `Launch` (300 s, tried again on `no-capacity`), `Run`
 * (75 s between beats, its own time-out), `Finish`, and, when another attempt is due, `Backoff` and `Admit`. Tokens are answered once, late answers are refused.
 */
export class Machine implements Callbacks {
  readonly executions = new Map<string, Execution>();
  /** Every answer that was tried, with whether somebody waited. */
  readonly answers: string[] = [];
  readonly #now: () => number;
  #tokens = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(runId: string, attempt: number, runTimeoutSec: number): void {
    const name = `${runId}-${attempt}`;
    if (this.executions.has(name)) return;
    const execution: Execution = {
      runId,
      attempt,
      runTimeoutSec,
      state: 'Launch',
      called: false,
      token: '',
      enteredAt: 0,
      beatAt: 0,
      again: null,
      tries: 0,
      transitions: [],
    };
    this.executions.set(name, execution);
    this.#enter(execution, 'Launch');
  }

  of(runId: string, attempt = 1): Execution {
    const found = this.executions.get(`${runId}-${attempt}`);
    if (!found) throw new Error('no such execution');
    return found;
  }

  /** The execution of the run's newest attempt. */
  newest(runId: string): Execution {
    const found = [...this.executions.values()].findLast((one) => one.runId === runId);
    if (!found) throw new Error('no such execution');
    return found;
  }

  #enter(execution: Execution, state: State): void {
    const now = this.#now();
    execution.transitions.push(state);
    Object.assign(execution, {
      state,
      called: false,
      token: `${++this.#tokens}-${randomBytes(tokenBytes).toString('base64')}`,
      enteredAt: now,
      beatAt: now,
    });
  }

  #caught(execution: Execution, name: string, cause: string): void {
    if (execution.state === 'Launch' && name === 'no-capacity' && execution.tries++ < 3) return this.#enter(execution, 'Launch');
    if (execution.state === 'Finish' || execution.state === 'Admit') return this.#enter(execution, 'failed');
    execution.error = { Error: name, Cause: cause };
    this.#enter(execution, 'Finish');
  }

  #waiting(token: string): Execution | undefined {
    this.clocks();
    return [...this.executions.values()].find((one) => one.token === token && (one.state === 'Launch' || one.state === 'Run'));
  }

  async succeed(token: string): Promise<boolean> {
    const execution = this.#waiting(token);
    this.answers.push(`succeed ${execution !== undefined}`);
    if (execution) this.#enter(execution, execution.state === 'Launch' ? 'Run' : 'Finish');
    return execution !== undefined;
  }

  async fail(token: string, error: StepError, cause: string): Promise<boolean> {
    const execution = this.#waiting(token);
    this.answers.push(`fail ${error} ${execution !== undefined}`);
    if (execution) this.#caught(execution, error, cause);
    return execution !== undefined;
  }

  async beat(token: string): Promise<boolean> {
    const execution = this.#waiting(token);
    if (execution) execution.beatAt = this.#now();
    return execution !== undefined;
  }

  /** Lets time-outs take effect. */
  clocks(): void {
    const now = this.#now();
    for (const execution of this.executions.values()) {
      const [inState, silent] = [now - execution.enteredAt, now - execution.beatAt];
      if (execution.state === 'Launch' && inState > 300_000) this.#caught(execution, 'States.Timeout', '');
      else if (execution.state === 'Run' && silent > 75_000) this.#caught(execution, 'States.HeartbeatTimeout', '');
      else if (execution.state === 'Backoff' && execution.again !== null && now >= Date.parse(execution.again.at))
        this.#enter(execution, 'Admit');
      else if (execution.state === 'Run' && inState > execution.runTimeoutSec * 1000) this.#caught(execution, 'States.Timeout', '');
    }
  }

  /** Calls the function of each state that was entered. */
  async work(steps: Steps): Promise<void> {
    this.clocks();
    for (const execution of this.executions.values()) if (!execution.called) await this.#call(execution, steps);
  }

  async #call(execution: Execution, steps: Steps): Promise<void> {
    const { runId, attempt, token, state, error } = execution;
    execution.called = true;
    try {
      if (state === 'Launch') await steps.launch({ runId, attempt, token });
      if (state === 'Run') await steps.run({ runId, attempt, token });
      if (state === 'Finish') {
        execution.again = (await steps.finish({ runId, attempt, ...(error ? { error } : {}) })).again;
        this.#enter(execution, execution.again === null ? 'ended' : 'Backoff');
      }
      if (state !== 'Admit' || execution.again === null) return;
      await steps.admit({ again: execution.again });
      this.#enter(execution, 'ended');
    } catch (fault) {
      // As the step's door names it; a function that was killed has no name of ours.
      const name = fault instanceof AppError ? fault.code : 'Lambda.Unknown';
      if (execution.token === token) this.#caught(execution, name, fault instanceof Error ? fault.message : '');
    }
  }
}
