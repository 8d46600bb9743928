import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A stand-in that runs. `stop` ends its process group, and is safe to be called twice. */
export interface StandIn {
  url: string;
  /** The file that holds what it wrote to stdout and stderr. */
  log: string;
  stop(): Promise<void>;
}

interface Start {
  /** Names the folder and stands in messages. */
  name: string;
  command: string;
  args: readonly string[];
  /** Variables beside PATH and HOME: a stand-in does not see those of the caller, and so no credentials. */
  env?: Record<string, string>;
  url: string;
  /** Whether it serves now; asked until it does or the time is over. */
  ready: () => Promise<boolean>;
  withinMs: number;
  /** How long it may take to end after SIGTERM; 3 s when left out. */
  graceMs?: number;
  /** What else is to be done once it is down. */
  cleanUp?: () => Promise<void>;
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port of 127.0.0.1 is free');
  return address.port;
}

/** A new folder for the files of one start. */
export function startFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `runlet-${name}-`));
}

/** Starts a server in a process group of its own, and resolves once it serves; its log lies in `folder`, which is removed at the end. */
export async function startServer(folder: string, start: Start): Promise<StandIn> {
  const log = join(logs(), `${start.name}-${process.pid}-${Date.now()}.log`);
  const out = openSync(log, 'w');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(start.command, start.args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', out, out],
    env: { PATH, HOME, TMPDIR: folder, ...start.env },
  });
  closeSync(out);
  const died = new Promise<Error>((done) => child.once('error', done));
  const last = () => kill(child, 'SIGKILL');
  process.once('exit', last);
  const stop = async () => {
    process.off('exit', last);
    await end(child, start.graceMs ?? 3_000);
    await start.cleanUp?.();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const failure = await Promise.race([serves(child, start), died]);
  if (failure === null) return { url: start.url, log, stop };
  await stop();
  throw new Error(`${start.name} did not start: ${failure.message}. Its log (${log}) ends with: ${readFileSync(log, 'utf8').slice(-2000)}`);
}

function logs(): string {
  const folder = join(tmpdir(), 'runlet-stand-in-logs');
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function serves(child: ChildProcess, start: Start): Promise<Error | null> {
  const deadline = Date.now() + start.withinMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) return new Error(`it ended with ${child.signalCode ?? child.exitCode}`);
    if (await start.ready().catch(() => false)) return null;
    await sleep(50);
  }
  return new Error(`it did not answer within ${start.withinMs / 1000} s`);
}

/** SIGTERM to the group, and SIGKILL to what is left of it after its grace. */
async function end(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = new Promise<void>((done) => child.once('exit', () => done()));
    kill(child, 'SIGTERM');
    await Promise.race([closed, sleep(graceMs, undefined, { ref: false })]);
  }
  kill(child, 'SIGKILL');
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}
