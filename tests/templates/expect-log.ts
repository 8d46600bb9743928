import { expect } from 'vitest';
import type { Client } from '../../client/index.ts';

/** The log of a run as text. */
export async function textOf(client: Client, run: string): Promise<string> {
  const { items } = await client.listLogs({ params: { run } });
  return items.map(({ text }) => text).join('\n');
}

/** Holds that the log contains each of the texts. */
export async function expectLog(client: Client, run: string, texts: readonly string[]): Promise<void> {
  const log = await textOf(client, run);
  for (const text of texts) expect(log).toContain(text);
}
