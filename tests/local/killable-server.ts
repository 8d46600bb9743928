import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';

const address = z.object({ url: z.string(), token: z.string() });

export interface KillableServer {
  runlet: Client;
  /** Ends it as a machine that fails does. */
  kill(): Promise<void>;
}

/** A server in a process of its own.
 *  @param clockMs how far its clock is before this machine's. */
export async function startKillable(dataDir: string, { maxRuns = 2, clockMs = 0 } = {}): Promise<KillableServer> {
  const child = spawn(process.execPath, [`${import.meta.dirname}/serve-until-killed.ts`, dataDir, String(maxRuns), String(clockMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = z.tuple([z.string()]).parse(await once(createInterface({ input: child.stdout }), 'line'));
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  return { runlet: createClient(address.parse(JSON.parse(line))), kill };
}
