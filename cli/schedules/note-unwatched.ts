import type { Connection } from '../connect.ts';
import { styled, write } from '../output/terminal.ts';

/** Says where nobody watches the clock: a command alone is gone before a slot comes due. */
export async function noteUnwatched({ kind, dataDir }: Pick<Connection, 'kind' | 'dataDir'>): Promise<void> {
  if (kind === 'server') return;
  const sentence = `No server runs on ${dataDir}: slots come due, and their runs begin, while \`runlet start\` runs.\n`;
  await write('stderr', styled('yellow', sentence, 'stderr'));
}
