import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for one test; who made it removes it. */
export function temporaryFolder(topic: string): string {
  return mkdtempSync(join(tmpdir(), `runlet-${topic}-`));
}
