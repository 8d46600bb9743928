import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Which interpreter reads scripts, and the folder that holds the `runner` package. */
export interface ScannerCommand {
  python: string;
  runnerDir: string;
  /** Folder for compiled byte code, without which Python reads all its sources anew at each start. */
  pycache: string;
}

export interface ScannerProcess {
  send(line: string): void;
  /** Ends it and all it started, whatever it does. */
  kill(): void;
  /** Lets it end by itself and resolves when it is gone. */
  end(): Promise<void>;
  readonly pid: number | undefined;
}

/** `-I` keeps the caller's environment and folder off sys.path, the byte code lies in a folder of the data folder, because the package may not be ours to write to. */
const bootstrap =
  'import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy; runpy.run_module("runner.scan", run_name="__main__", alter_sys=True)';

/** Starts a scanner that ends when its stdin does, that is with this process at the latest. `onGone` comes once. */
export function startScanner(
  { python, runnerDir, pycache }: ScannerCommand,
  onLine: (line: string) => void,
  onGone: (why: string) => void,
): ScannerProcess {
  const child = spawn(python, ['-I', '-X', `pycache_prefix=${pycache}`, '-c', bootstrap, runnerDir], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8' },
    // Its own process group: Ctrl-C is for the run that a person watches, and a kill reaches the fork that reads a script.
    detached: true,
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  child.stdin.on('error', () => child.stdin.destroy());
  createInterface({ input: child.stdout, crlfDelay: Infinity }).on('line', onLine);
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      onGone(error.message);
      resolve();
    });
    child.once('close', (code, signal) => {
      if (child.pid !== undefined) onGone(`${signal === null ? `exit code ${code}` : `signal ${signal}`} ${lastLine(complaint)}`.trim());
      resolve();
    });
  });
  return {
    pid: child.pid,
    send: (line) => {
      if (child.stdin.writable) child.stdin.write(`${line}\n`);
    },
    kill: () => killGroup(child.pid),
    end: async () => {
      child.stdin.end();
      await gone;
    },
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: it is gone, which is what was wanted.
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
