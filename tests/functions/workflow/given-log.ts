import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { Bucket } from '../../../functions/ports/bucket.ts';
import { logPrefix } from '../../../functions/stores/logs/records.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { LogWriter } from '../stores/logs/log-writer.ts';

/** A run's log with these lines on stdout, as its runner uploads it. */
export async function givenLog(bucket: Bucket, runId: string, lines: readonly string[]): Promise<void> {
  const folder = temporaryFolder('log');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const writer = new LogWriter(folder);
  for (const line of lines) writer.write({ stream: 1, bytes: Buffer.from(`${line}\n`) });
  // The index first, as a runner does: bytes without a record would look like more of the read before them.
  for (const name of readdirSync(folder).toSorted().toReversed())
    await bucket.put(`${logPrefix(runId)}${name}`, readFileSync(`${folder}/${name}`));
}
