import { execFileSync } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** A Python of this machine. `open` says whether other users may execute it, without which root cannot give a sandbox its own uid. */
export interface Interpreter {
  path: string;
  version: string;
  open: boolean;
}

const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];

/** The Pythons on PATH in its order, each once; older ones than 3.11 are left out, and on demand those that are not open, without asking them. */
export function* interpreters(options: { openOnly?: boolean; path?: string } = {}): Generator<Interpreter> {
  const { openOnly = false, path = process.env['PATH'] ?? '' } = options;
  const seen = new Set<string>();
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    for (const name of names) {
      const candidate = join(folder, name);
      if (openOnly && !(existsSync(candidate) && isOpen(candidate))) continue;
      const found = inspect(candidate);
      if (found === null || seen.has(found.path)) continue;
      seen.add(found.path);
      yield found;
    }
  }
}

/** What stands under this path, or null when it is no Python of 3.11 or later. */
export function inspect(path: string): Interpreter | null {
  if (!existsSync(path) || !isExecutable(path)) return null;
  const real = isScript(path) ? ask(path, 'sys.executable') : path;
  if (real === null || !existsSync(real)) return null;
  // The name of the file itself, behind all links, tells the version without starting it.
  const version = /python(3\.\d+)$/.exec(realpathSync(real))?.[1] ?? ask(real, '"%d.%d" % sys.version_info[:2]');
  if (version === null || Number(version.slice(2)) < 11 || !version.startsWith('3.')) return null;
  return { path: real, version, open: isOpen(realpathSync(real)) };
}

/** Version managers put scripts on PATH that look for the real interpreter at each start. */
function isScript(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(2);
    readSync(file, head, 0, 2, 0);
    return head.toString('latin1') === '#!';
  } finally {
    closeSync(file);
  }
}

function ask(python: string, expression: string): string | null {
  try {
    return execFileSync(python, ['-I', '-S', '-c', `import sys; print(${expression})`], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether every folder on the way may be entered, and the file executed, by anybody. */
function isOpen(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
