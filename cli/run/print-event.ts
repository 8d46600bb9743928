import { isTerminal } from '../../core/run.ts';
import type { LogLine, RunEvent } from '../../core/schemas/log.ts';
import { bar } from '../output/progress.ts';
import type { Progress } from '../output/progress.ts';
import { styled, write } from '../output/terminal.ts';

/** Where log lines go: each to its own stream, or all to stderr because stdout is kept for one JSON document. */
export type LogTarget = 'own-stream' | 'stderr';

/** Prints a line of a log as the script wrote it; remarks of Runlet's own are marked and go to stderr. */
export async function printLogLine(line: LogLine, target: LogTarget): Promise<void> {
  if (line.stream === 'runlet') return write('stderr', `${styled('dim', `runlet: ${line.text}`, 'stderr')}\n`);
  return write(target === 'stderr' ? 'stderr' : line.stream, `${line.text}\n`);
}

/** Shows one event of a run as it happens. */
export async function printEvent(event: RunEvent, target: LogTarget, progress: Progress): Promise<void> {
  if (event.type === 'log') {
    progress.hide();
    return printLogLine(event.data, target);
  }
  if (event.type === 'status' && !isTerminal(event.data.status)) progress.say(event.data.status.toLowerCase());
  if (event.type === 'progress') progress.say(progressText(event.data.fraction, event.data.message));
}

function progressText(fraction: number | null, message: string | null): string {
  return [fraction === null ? '' : bar(fraction), message ?? ''].filter((part) => part !== '').join(' ');
}
