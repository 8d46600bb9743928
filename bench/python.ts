import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ask = 'import platform, sys; print(sys.executable); print(platform.python_version())';

/** The interpreter for baseline and runs: RUNLET_PYTHON, else the system's, else the first in PATH; never a shim, which would slow the baseline.
 *  @throws Error when there is none. */
export async function findPython(): Promise<{ path: string; version: string }> {
  const wanted = process.env['RUNLET_PYTHON'];
  for (const candidate of wanted === undefined ? ['/usr/bin/python3', 'python3'] : [wanted]) {
    const told = await run(candidate, ['-c', ask]).catch(() => null);
    const [path, version] = told?.stdout.trim().split('\n') ?? [];
    if (path !== undefined && version !== undefined && /^3\.(1[1-9]|[2-9]\d)/.test(version)) return { path, version };
  }
  throw new Error('No Python 3.11 or later was found; name one in RUNLET_PYTHON.');
}
