import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import { givenFolder } from './given-folder.ts';

export const program = join(import.meta.dirname, '../../dist/runlet.js');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  /** Resolves when the text has been seen on stdout or stderr. */
  saw(text: string | RegExp): Promise<void>;
  ended: Promise<Ended>;
}

export interface Cli {
  home: string;
  /** Starts the built command; it is killed when the test is over. */
  start(args: readonly string[], options?: StartOptions): Started;
  run(args: readonly string[], options?: StartOptions): Promise<Ended>;
}

export interface StartOptions {
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string;
}

/** The built command on a data folder of its own. */
export function givenCli(home = join(givenFolder(), 'home')): Cli {
  const start = (args: readonly string[], { cwd, env, stdin }: StartOptions = {}): Started => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      env: cleanEnv({ RUNLET_HOME: home, ...env }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined).end(stdin ?? '');
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return watched(child);
  };
  return { home, start, run: (args, options) => start(args, options).ended };
}

/** The one JSON document on stdout. */
export function documentOf({ stdout }: Ended): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
}

/** The environment of this process without what would change the command's ways. */
export function cleanEnv(more: Record<string, string>): NodeJS.ProcessEnv {
  const { RUNLET_URL: _url, RUNLET_TOKEN: _token, FORCE_COLOR: _colour, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, ...more };
}

function watched(child: ChildProcess): Started {
  const text = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => {
      resolve({ code, signal, ...text });
    });
  });
  const saw = (wanted: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (contains(text.stdout + text.stderr, wanted)) resolve();
      };
      waiting.add(look);
      child.once('close', () => {
        reject(new Error(`ended without ${String(wanted)}: ${text.stdout}${text.stderr}`));
      });
      look();
    });
  return { child, saw, ended };
}

function contains(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
