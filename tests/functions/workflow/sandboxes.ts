import type { Launch, Launcher, Sandbox, SandboxState } from '../../../functions/ports/launcher.ts';

interface Played {
  runId: string;
  ref: string;
  code: string;
  state: 'living' | 'stopping' | 'gone';
  stopAt: number;
}

/** Plays a launcher: sandboxes are entries of a list, which end when the test says so, or some seconds after they were told to stop. */
export class Sandboxes implements Launcher {
  readonly all: Played[] = [];
  /** Thrown by the next launches, one each. */
  readonly refusals: Error[] = [];
  /** How long a sandbox takes to end once it was told to, in milliseconds. */
  stopMs = 3000;
  readonly #names = new Map<string, Played>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async launch({ runId, attempt, launch, claimCode }: Launch): Promise<string> {
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    const name = `${runId}-${attempt}-${launch}`;
    const known = this.#names.get(name);
    if (known) return known.ref;
    const sandbox: Played = { runId, ref: `task/${name}`, code: claimCode, state: 'living', stopAt: 0 };
    this.#names.set(name, sandbox);
    this.all.push(sandbox);
    return sandbox.ref;
  }

  async stop({ ref }: Sandbox): Promise<void> {
    const sandbox = this.#find(ref);
    if (sandbox?.state === 'living') Object.assign(sandbox, { state: 'stopping', stopAt: this.#now() + this.stopMs });
  }

  async look(sandboxes: readonly Sandbox[]): Promise<SandboxState[]> {
    return sandboxes.map(({ ref }) => {
      const sandbox = this.#find(ref);
      const isGone = sandbox === undefined || !this.isAlive(sandbox);
      return isGone ? { state: 'gone', began: true, exitCode: 137, why: 'the task was killed' } : { state: 'running' };
    });
  }

  async living(): Promise<Sandbox[]> {
    return this.all.filter((one) => this.isAlive(one)).map(({ runId, ref }) => ({ runId, ref }));
  }

  isAlive(sandbox: Played): boolean {
    if (sandbox.state === 'stopping' && this.#now() >= sandbox.stopAt) sandbox.state = 'gone';
    return sandbox.state !== 'gone';
  }

  kill(ref: string): void {
    Object.assign(this.#find(ref) ?? {}, { state: 'gone' });
  }

  newest(runId: string): Played {
    const found = this.all.findLast((one) => one.runId === runId);
    if (!found) throw new Error('nothing was launched');
    return found;
  }

  #find(ref: string): Played | undefined {
    return this.all.find((one) => one.ref === ref);
  }
}
