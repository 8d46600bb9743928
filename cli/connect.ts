import { createClient } from '../client/index.ts';
import type { Client } from '../client/index.ts';
import { dataFolder } from './data-folder.ts';
import { UsageError } from './usage-error.ts';

/** Where commands go: to a server, or to an edition inside this very process. */
export interface Connection extends AsyncDisposable {
  kind: 'embedded' | 'server';
  client: Client;
  url: string;
  /** The folder in which runs and their files lie, when it is on this machine. */
  dataDir: string | null;
  /** Ends what was started for this connection. Twice is once. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Starts runs in this process; without it a run is recorded and no more, and no Python is started for commands that only look. */
  admit?: boolean;
  /** Takes over queued runs whose process is gone. */
  adopt?: boolean;
}

/** Connects to the server that RUNLET_URL names, else to the one that runs on the data folder, else opens the folder in this process.
 *  @throws UsageError when RUNLET_URL is no address */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  const url = process.env['RUNLET_URL'];
  if (url) return toServer({ url: checked(url), token: process.env['RUNLET_TOKEN'] || null }, null);
  const dataDir = dataFolder();
  const { openEmbedded, runningServer } = await import('./embedded.ts');
  const server = await runningServer(dataDir);
  return server === null ? openEmbedded(dataDir, options) : toServer(server, dataDir);
}

function toServer(server: { url: string; token: string | null }, dataDir: string | null): Connection {
  return {
    kind: 'server',
    client: createClient(server),
    url: server.url.replace(/\/+$/, ''),
    dataDir,
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function checked(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new UsageError(
    `RUNLET_URL is ${url}, which is no address; give one like http://127.0.0.1:8080, or unset it to work on this machine.`,
  );
}
