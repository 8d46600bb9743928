import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { createClient } from '../client/index.ts';
import { serverIsRunning } from '../local/ownership.ts';
import { dataPaths } from '../local/paths.ts';
import type { EditionOptions } from '../local/open-services.ts';
import type { ConnectOptions, Connection } from './connect.ts';
import { UsageError } from './usage-error.ts';

const serverFile = z.object({ url: z.string().nullable(), token: z.string() });

/** How long a server may take to listen, or to end what it runs, before a command no longer waits for it. */
const patienceMs = 15_000;
const lookMs = 50;

/** Address and token of the server that runs on a data folder, or null when none does. One that starts or stops just now is waited for.
 *  @throws UsageError when it does neither in time. */
export async function runningServer(dataDir: string): Promise<{ url: string; token: string } | null> {
  for (let waited = 0; waited < patienceMs; waited += lookMs) {
    if (!serverIsRunning(dataDir)) return null;
    const { url, token } = serverFile.parse(JSON.parse(await readFile(dataPaths(dataDir).server, 'utf8').catch(() => notYet)));
    if (url !== null) return { url, token };
    await setTimeout(lookMs);
  }
  throw new UsageError(
    `A server on ${dataDir} is starting or stopping and does not come to it; try again in a moment, or end that process.`,
  );
}

/** What stands for the file before a first server has written it. */
const notYet = '{"url": null, "token": ""}';

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
