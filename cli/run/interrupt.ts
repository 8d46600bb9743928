import type { Client } from '../../client/index.ts';
import { exitCodes } from '../exit-code.ts';
import { onStdoutClosed } from '../output/terminal.ts';

/** Turns Ctrl-C, SIGTERM and a reader that went away into the cancellation of a run, whose end is then still waited for; the second Ctrl-C quits. */
export class Interrupt {
  #client: Client;
  #runId: string | null = null;
  #asked = false;

  constructor(client: Client) {
    this.#client = client;
    const onSignal = (): void => {
      this.#signal();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    // Under `python3 script.py | head` the script, too, is ended by its next write.
    onStdoutClosed(() => {
      this.#ask();
    });
  }

  /** Names the run that is to be canceled; asked before it had a name, it is canceled now. */
  watch(runId: string): void {
    this.#runId = runId;
    if (this.#asked) this.#cancel(runId);
  }

  #signal(): void {
    if (this.#asked) process.exit(exitCodes.canceled);
    const newLine = process.stderr.isTTY ? '\n' : '';
    process.stderr.write(`${newLine}runlet: canceling the run; once more quits without waiting for its end\n`);
    this.#ask();
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    if (this.#runId !== null) this.#cancel(this.#runId);
  }

  #cancel(runId: string): void {
    // Refused only when the run has ended meanwhile, which its follower sees anyway.
    this.#client.cancelRun({ params: { run: runId } }).catch(() => undefined);
  }
}
