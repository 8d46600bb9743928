import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { createClient } from '../client/index.ts';
import { serverIsRunning } from '../local/ownership.ts';
import type { EditionOptions } from '../local/edition.ts';
import type { ConnectOptions, Connection } from './connect.ts';

const serverFile = z.object({ url: z.string(), token: z.string() });

/** Address and token of the server that runs on a data folder, or null when none does. */
export async function runningServer(dataDir: string): Promise<{ url: string; token: string } | null> {
  if (!serverIsRunning(dataDir)) return null;
  return serverFile.parse(JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8')));
}

/** What would go to a server's log is for people only when they ask for it: what concerns them, the command says in sentences of its own. */
const log: EditionOptions['log'] = (level, message, facts) => {
  if (process.env['RUNLET_DEBUG'] !== undefined) process.stderr.write(`${level}: ${message} ${JSON.stringify(facts)}\n`);
};

/** Opens a data folder inside this process: the same program as the server, without a port.
 *  @throws AppError `no-python` */
export async function openEmbedded(dataDir: string, options: ConnectOptions): Promise<Connection> {
  const { createLocalEdition } = await import('../local/edition.ts');
  const edition = await createLocalEdition({ admit: false, ...options, dataDir, log });
  const url = 'http://127.0.0.1';
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= edition.close());
  const client = createClient({ url, token: edition.token, fetch: edition.fetch });
  return { kind: 'embedded', client, url, dataDir, close, [Symbol.asyncDispose]: close };
}
