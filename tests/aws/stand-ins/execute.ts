import { execFile } from 'node:child_process';

interface Options {
  /** What to tell a person on whose machine the command is missing: what needs it, and how to get it. */
  missing: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end and answers its stdout. Throws one sentence when there is no such command, and the end of its stderr when it fails. */
export async function execute(command: string, args: readonly string[], options: Options): Promise<string> {
  return await new Promise((resolve, reject) => {
    execFile(command, args, { cwd: options.cwd, env: options.env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new Error(options.missing));
      else reject(new Error(`${command} ${args[0] ?? ''} failed: ${`${stdout}${stderr}`.slice(-2000) || error.message}`, { cause: error }));
    });
  });
}
