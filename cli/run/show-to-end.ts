import type { Run } from '../../core/schemas/run.ts';
import type { Connection } from '../connect.ts';
import { exitCodeOf } from '../exit-code.ts';
import { write, writeJson } from '../output/terminal.ts';
import { printEnding } from './ending.ts';
import { followRun } from './follow-run.ts';
import { runDocument } from './locations.ts';

/** Shows a run from its first line to its end, as text or as one JSON document, and returns the exit code.
 *  @param hintFor what may help with a run that failed */
export async function showToEnd(
  connection: Connection,
  runId: string,
  json: boolean,
  hintFor: (run: Run) => string | null = () => null,
): Promise<number> {
  const followed = await followRun(connection.client, runId, json ? 'stderr' : 'own-stream');
  const hint = hintFor(followed.run);
  if (!json) await printEnding(connection, followed, hint);
  else {
    if (hint !== null) await write('stderr', `${hint}\n`);
    await writeJson(await runDocument(connection, followed.run));
  }
  return exitCodeOf(followed.run);
}
