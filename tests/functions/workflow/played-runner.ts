import { claimed } from '../../../core/schemas/runner.ts';
import type { Beat, Claimed } from '../../../core/schemas/runner.ts';
import type { Report } from '../../../core/schemas/report.ts';
import { problem } from '../../../core/schemas/problem.ts';
import type { App } from '../../../functions/doors/app.ts';

let nonces = 0;

/** What became of a call: its status, and its body. */
export interface Answered {
  status: number;
  body: unknown;
}

/** Plays the runner of one sandbox: it calls the runner's routes as they are. */
export class PlayedRunner {
  readonly nonce = `nonce-of-a-runner-${++nonces}`;
  session = 'none yet';
  claim: Claimed | null = null;
  readonly #app: App;
  readonly #runId: string;
  readonly #code: string;

  constructor(app: App, runId: string, { code }: { code: string }) {
    this.#app = app;
    this.#runId = runId;
    this.#code = code;
  }

  async claimRun(more: { code?: string; nonce?: string } = {}): Promise<Answered> {
    const answer = await this.#call('claim', { code: this.#code, nonce: this.nonce, ...more });
    if (answer.status !== 200) return answer;
    this.claim = claimed.parse(answer.body);
    this.session = this.claim.session;
    return answer;
  }

  beat(more: Partial<Beat> = {}): Promise<Answered> {
    return this.#call('beat', { session: this.session, log: { bytes: 0, lines: 0 }, ...more });
  }

  started(at: number): Promise<Answered> {
    return this.beat({ started: { at: new Date(at).toISOString(), phases: { bootedMs: 12 } } });
  }

  report(report: Report | 'uploaded'): Promise<Answered> {
    return this.#call('report', { session: this.session, report });
  }

  async #call(what: string, body: unknown): Promise<Answered> {
    const request = new Request(`http://api.test/runner/runs/${this.#runId}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const response = await this.#app(request);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }
}

/** The code of a refusal. */
export function codeOf({ body }: Answered): string {
  return problem.parse(body).code;
}

/** A report of a run that ended well unless said otherwise. */
export function reportOf(runId: string, facts: Partial<Report['facts']> = {}, attempt = 1): Report {
  return {
    runId,
    attempt,
    result: { kind: 'inline', value: { rows: 3 } },
    variables: null,
    state: null,
    artifacts: [],
    artifactsDropped: 0,
    facts: {
      endedBy: null,
      exitCode: 0,
      signal: null,
      limitsHit: [],
      exception: null,
      result: { state: 'present', from: 'stdout', detail: null },
      ...facts,
    },
    log: { bytes: 6, lines: 1, stdoutBytes: 6, stderrBytes: 0, droppedBytes: 0 },
    metrics: { wallMs: 900, cpuUserMs: 20, cpuSystemMs: 4, peakMemoryMiB: 12, outputBytes: 6 },
    phases: { ranMs: 900 },
    walls: ['session'],
    python: '3.13.0',
  };
}
