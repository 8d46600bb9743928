import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';

export interface SpawnOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  stdoutFile?: string;
}

/** The environment without what changes how an interpreter works: PYTHONUNBUFFERED alone makes a million lines ten times as dear. */
export const plainEnvironment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PYTHON')));

/** Starts a program, reads all that it prints, and resolves to it when the program has ended.
 *  @throws Error when it does not end with 0. */
export async function spawned(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const file = options.stdoutFile === undefined ? null : openSync(options.stdoutFile, 'w');
  try {
    return await read(command, args, options, file);
  } finally {
    if (file !== null) closeSync(file);
  }
}

function read(command: string, args: readonly string[], options: SpawnOptions, file: number | null): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? plainEnvironment,
      stdio: ['ignore', file ?? 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr.slice(-2000)}`));
    });
  });
}
