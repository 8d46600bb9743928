import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';

const address = z.object({ url: z.string(), token: z.string() });

export interface KillableServer {
  runlet: Client;
  /** Sets its clock, which stands from then on. Resolves once it shows that instant. */
  setClock(ms: number): Promise<void>;
  /** Ends it as a machine that fails does. */
  kill(): Promise<void>;
}

/** A server in a process of its own.
 *  @param clockMs where its clock stands, in Unix milliseconds; this machine's clock when left out. */
export async function startKillable(dataDir: string, { maxRuns = 2, clockMs }: Started = {}): Promise<KillableServer> {
  const child = spawn(process.execPath, [`${import.meta.dirname}/serve-until-killed.ts`, dataDir, String(maxRuns), String(clockMs ?? '')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('a server whose address cannot be read');
  const [line] = z.tuple([z.string()]).parse(await once(createInterface({ input: child.stdout }), 'line'));
  return {
    runlet: createClient(address.parse(JSON.parse(line))),
    setClock: async (ms) => {
      const set = once(child, 'message');
      child.send(ms);
      await set;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

interface Started {
  maxRuns?: number;
  clockMs?: number;
}
