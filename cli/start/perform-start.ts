import { serve } from '../../local/serve.ts';
import type { Served } from '../../local/serve.ts';
import { dataFolder } from '../data-folder.ts';
import { runningServer } from '../embedded.ts';
import { styled, write } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { mailFromEnvironment } from './mail-from-environment.ts';

export interface StartOptions {
  host: string;
  port: number;
  data?: string;
  retentionDays?: number;
  publicUrl?: string;
  json: boolean;
}

/** Does `runlet start`: serves until SIGINT or SIGTERM, and then ends what is under way in order.
 *  @throws UsageError when another server has the folder, the port cannot be had, or mail is half configured */
export async function performStart({ data, json, ...options }: StartOptions): Promise<void> {
  const mail = mailFromEnvironment(process.env);
  const dataDir = dataFolder(data);
  const other = await runningServer(dataDir);
  if (other !== null)
    throw new UsageError(`A server runs on ${dataDir} already, at ${other.url}; use that one, or give another folder with --data.`);
  const stopped = untilSignal();
  const server = await serve({ dataDir, mail, ...options }).catch(asUsageError);
  await (json ? write('stdout', `${JSON.stringify({ url: server.url, token: server.token })}\n`) : greet(server, dataDir));
  await stopped;
  if (!json) await write('stderr', 'stopping\n');
  await server.close();
}

/** A port that cannot be had is told by the system as the cause of the error; the person can choose another. */
function asUsageError(error: unknown): never {
  if (error instanceof Error && error.cause instanceof Error && 'syscall' in error.cause) throw new UsageError(error.message);
  throw error;
}

/** The link carries the token, so it is shown once and stands in server.json from then on. */
async function greet({ url, token, firstStart }: Served, dataDir: string): Promise<void> {
  await write('stdout', `Runlet listens on ${styled('bold', url)}, data in ${dataDir}\n`);
  if (!firstStart) return write('stdout', `API and documents: ${url}/docs (the token stands in ${dataDir}/server.json)\n`);
  await write('stdout', `Open:  ${styled('cyan', `${url}/docs?token=${encodeURIComponent(token)}`)}\nToken: ${token}\n`);
}

/** Resolves at the first signal; the second one ends the process without waiting. */
async function untilSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let signals = 0;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(code);
      resolve();
    });
  }
  return promise;
}
