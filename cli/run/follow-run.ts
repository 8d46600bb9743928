import type { Client } from '../../client/index.ts';
import type { Run } from '../../core/schemas/run.ts';
import { Progress } from '../output/progress.ts';
import { printEvent } from './print-event.ts';
import type { LogTarget } from './print-event.ts';

/** More of stdout is not kept for comparing it with the result. */
const keptChars = 1024 * 1024;

export interface Followed {
  run: Run;
  /** What the script wrote to stdout, as far as it is worth comparing with the result; null when it is too much. */
  stdout: string | null;
}

/** Prints the log of a run as it is written, from its first line on, and returns its record once it has ended. */
export async function followRun(client: Client, runId: string, target: LogTarget): Promise<Followed> {
  const progress = new Progress('starting');
  const lines: string[] = [];
  let chars = 0;
  try {
    for await (const event of client.followRun({ params: { run: runId } })) {
      await printEvent(event, target, progress);
      if (event.type !== 'log' || event.data.stream !== 'stdout') continue;
      chars += event.data.text.length;
      if (chars <= keptChars) lines.push(event.data.text);
    }
  } finally {
    progress.end();
  }
  return { run: await client.getRun({ params: { run: runId } }), stdout: chars <= keptChars ? lines.join('\n') : null };
}
