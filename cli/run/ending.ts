import { isDeepStrictEqual } from 'node:util';
import { plainEnd } from '../../core/run.ts';
import type { Run } from '../../core/schemas/run.ts';
import type { Connection } from '../connect.ts';
import { byteSize } from '../output/quantities.ts';
import { coloured } from '../output/status.ts';
import { styled, write } from '../output/terminal.ts';
import { lastLine } from '../output/last-line.ts';
import { locationOf } from './locations.ts';
import type { Followed } from './follow-run.ts';

/** Shows what a run left: its result, its artifacts and where they lie, and one last line on stderr.
 *  @param hint a sentence that helps with what went wrong, when one is known */
export async function printEnding(connection: Connection, { run, stdout }: Followed, hint: string | null): Promise<void> {
  await printResult(run, stdout);
  await printArtifacts(connection, run);
  if (run.message !== null && run.message !== plainEnd) await write('stderr', `${run.message}\n`);
  await printLimits(run);
  await printAttempts(run);
  if (hint !== null) await write('stderr', `${styled('yellow', hint, 'stderr')}\n`);
  await write('stderr', `${lastLine(run).replace(run.status, coloured(run.status, 'stderr'))}\n`);
}

/** A script whose stdout is its result has shown it already. */
async function printResult(run: Run, stdout: string | null): Promise<void> {
  if (run.resultUrl !== null) return write('stderr', `The result is large; \`runlet runs ${run.id} --result\` prints it.\n`);
  if (run.result === null || (stdout !== null && isDeepStrictEqual(parsed(stdout), run.result))) return;
  await heading('result');
  await write('stdout', `${JSON.stringify(run.result, null, 2)}\n`);
}

async function printArtifacts(connection: Connection, run: Run): Promise<void> {
  if (run.artifacts.length > 0) await heading('artifacts');
  for (const artifact of run.artifacts) {
    await write('stdout', `${artifact.name}  ${byteSize(artifact.bytes)}  ${locationOf(connection, run.id, artifact.name)}\n`);
  }
  if (run.artifactsDropped > 0)
    await write('stderr', `${run.artifactsDropped} more files were left and not kept, because a limit was reached.\n`);
}

/** Limits that were reached though they did not decide the end: memory that an exception tells of, output that was cut. */
async function printLimits({ limitsHit, reason }: Run): Promise<void> {
  const others = limitsHit.filter((limit) => limit !== reason);
  if (others.length === 0) return;
  const raise = others.includes('out-of-memory') ? 'raise it with --memory, or need less' : 'raise it, or need less';
  await write('stderr', `The run reached a limit: ${others.join(', ')}; ${raise}.\n`);
}

/** What became of the attempts before the last one. */
async function printAttempts({ id, attempts }: Run): Promise<void> {
  for (const { attempt, status, reason } of attempts)
    await write(
      'stderr',
      `Attempt ${attempt} ended as ${status} (${reason ?? 'no reason'}); \`runlet logs ${id} --attempt ${attempt}\` shows its log.\n`,
    );
}

async function heading(text: string): Promise<void> {
  await write('stderr', `${styled('dim', `-- ${text}`, 'stderr')}\n`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
