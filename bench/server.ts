import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { program } from './bench.ts';
import type { Bench } from './bench.ts';
import { connect } from './connection.ts';
import type { Connection } from './connection.ts';
import { plainEnvironment } from './spawned.ts';

const announced = z.looseObject({ url: z.string(), token: z.string() });

/** A server that was started as people start it, and is stopped at the end of the scope. */
export interface Server extends AsyncDisposable {
  connection: Connection;
  /** Memory of the server's own process in MiB, as /proc tells it. */
  residentMiB(): Promise<number>;
  /** Processor time that its threads have taken, in milliseconds, as the scheduler tells it. */
  processorMs(): Promise<number>;
}

export async function startServer(bench: Bench, data: string): Promise<Server> {
  await mkdir(data, { recursive: true });
  const env = { ...plainEnvironment, RUNLET_PYTHON: bench.python.path, RUNLET_HOME: data };
  const child = spawn(process.execPath, [program, 'start', '--port', '0', '--data', data, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, token } = await firstLine(child);
  const connection = connect(url, token);
  return {
    connection,
    residentMiB: () => resident(child.pid ?? 0),
    processorMs: () => processor(child.pid ?? 0),
    [Symbol.asyncDispose]: async () => {
      connection.close();
      const gone = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<z.infer<typeof announced>> {
  if (child.stdout === null) throw new Error('the server has no output to read');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) return announced.parse(JSON.parse(line));
  throw new Error('The server ended before it said where it listens; run `npm run prepare` first.');
}

async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Linux, /proc/PID/task/TID/schedstat: nanoseconds on a processor come first. */
async function processor(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const spent = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')));
  return spent.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6;
}
