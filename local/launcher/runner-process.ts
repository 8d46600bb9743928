import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import * as z from 'zod';
import { runnerEvent } from './messages.ts';
import type { RunnerEvent } from './messages.ts';

export interface RunnerCommand {
  /** Interpreter of the runner and of its sandboxes. */
  python: string;
  /** Folder that holds the `runner` package. */
  runnerDir: string;
  /** Folder below which sandboxes are made. */
  root: string;
  /** Folder for compiled byte code, without which Python reads all its sources anew at each start. */
  pycache: string;
}

/** Something the runner said that is not in the contract. */
export interface Misfit {
  event: 'misfit';
  runId: string | null;
  why: string;
}

export interface RunnerProcess {
  send(order: Record<string, unknown>): void;
  /** Ends it: its sandboxes are killed, and this resolves when it is gone. `idle` says that it has none, so that it need not be asked. */
  end(idle: boolean): Promise<void>;
  readonly pid: number | undefined;
}

const bootstrap =
  'import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy; runpy.run_module("runner", run_name="__main__", alter_sys=True)';

/**
 * Starts the runner with a socket as its descriptor 3. The socket is also its life line: when this process ends, however it
 * ends, the runner reads the end of the stream and takes all sandboxes with it.
 */
export function startRunner(
  command: RunnerCommand,
  onEvent: (event: RunnerEvent | Misfit) => void,
  onGone: (why: string) => void,
): RunnerProcess {
  const child = spawnRunner(command);
  const socket = socketOf(child);
  const complaints: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text.slice(0, 2000)) > 20 && complaints.shift());
  const lines = createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => onEvent(readEvent(line)));
  const gone = goneWith(child, (why) => onGone(`${why} ${complaints.join('').slice(-2000)}`.trim()));
  // A runner that is killed before it has read all resets its socket, of which the reader of lines tells a second time.
  for (const end of [socket, lines]) end.on('error', () => socket.destroy());
  return {
    pid: child.pid,
    send: (order) => socket.write(`${JSON.stringify(order)}\n`),
    end: (idle) => {
      if (idle) child.kill('SIGKILL');
      else socket.end();
      return gone;
    },
  };
}

function argumentsOf({ python, runnerDir, root, pycache }: RunnerCommand): string[] {
  return ['-I', '-X', `pycache_prefix=${pycache}`, '-c', bootstrap, runnerDir, 'serve', '--root', root, '--python', python];
}

function spawnRunner(command: RunnerCommand): ChildProcess {
  return spawn(command.python, argumentsOf(command), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8' },
    cwd: '/',
  });
}

/** Resolves when the process is gone, and tells why, once. */
function goneWith(child: ChildProcess, tell: (why: string) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<string>();
  child.once('error', (error) => resolve(error.message));
  child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  return promise.then(tell);
}

/** A line that does not fit the contract ends the run that it speaks of, rather than leaving it without an end. */
function readEvent(line: string): RunnerEvent | Misfit {
  const raw = parsed(line);
  const event = runnerEvent.safeParse(raw);
  if (event.success) return event.data;
  const runId = /"runId": ?"(run_[0-9A-Z]{26})"/.exec(line)?.[1] ?? null;
  return { event: 'misfit', runId, why: z.prettifyError(event.error).slice(0, 1000) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function socketOf(child: ChildProcess): Duplex {
  const stream: unknown = child.stdio[3];
  if (!(stream instanceof Duplex)) throw new Error('the runner has no socket');
  return stream;
}
