import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../../local/serve.ts';
import { dataFolder } from '../connect.ts';
import { styled, write } from '../output/terminal.ts';

/** Does `runlet start`: serves until SIGINT or SIGTERM, and then ends what is under way in order. */
export async function performStart({ host, port, data, json }: { host: string; port: number; data?: string; json: boolean }): Promise<void> {
  const dataDir = dataFolder(data);
  const isFirst = !existsSync(join(dataDir, 'server.json'));
  const stopped = untilSignal();
  const server = await serve({ dataDir, host, port });
  const { url, token } = server;
  await (json ? write('stdout', `${JSON.stringify({ url, token })}\n`) : greet(url, token, dataDir, isFirst));
  await stopped;
  if (!json) await write('stderr', 'stopping\n');
  await server.close();
}

/** The link carries the token, so it is shown once and stands in server.json from then on. */
async function greet(url: string, token: string, dataDir: string, isFirst: boolean): Promise<void> {
  await write('stdout', `Runlet listens on ${styled('bold', url)}, data in ${dataDir}\n`);
  if (!isFirst) return write('stdout', `API and documents: ${url}/docs (the token stands in ${join(dataDir, 'server.json')})\n`);
  await write('stdout', `Open:  ${styled('cyan', `${url}/docs?token=${encodeURIComponent(token)}`)}\nToken: ${token}\n`);
}

/** Resolves at the first signal; the second one ends the process without waiting. */
async function untilSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let signals = 0;
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(code);
      resolve();
    });
  }
  return promise;
}
