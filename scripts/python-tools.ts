import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { choosePython } from '../local/python/choose.ts';

const root = resolve(import.meta.dirname, '..');
const home = join(root, '.cache', 'python-tools');
const wanted = join(root, 'runner-container', 'requirements-dev.txt');

/**
 * The folder of a virtual environment that holds the pinned Python tools of the tests, made when it is missing or older than
 * its list. Throws one sentence when this machine cannot make one.
 */
export function pythonTools(): { python: string; run: (args: string[]) => number } {
  const base = choosePython().path;
  const key = `${base}\n${readFileSync(wanted, 'utf8')}`;
  const stamp = join(home, 'made-for');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== key) make(base, stamp, key);
  const python = join(home, 'bin', 'python');
  const env = { ...process.env, PATH: `${join(home, 'bin')}:${process.env['PATH'] ?? ''}` };
  return { python, run: (args) => spawnSync(python, args, { cwd: join(root, 'runner-container'), stdio: 'inherit', env }).status ?? 1 };
}

function make(base: string, stamp: string, key: string): void {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  try {
    execFileSync(base, ['-m', 'venv', '--without-pip', '--symlinks', home], { stdio: 'pipe' });
    installInto(base);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
    throw new Error(
      `The Python tools of the tests could not be installed with ${base}: install pip for a Python 3.11 or later (Debian: apt-get install python3-pip), then try again. ${why}`,
      { cause: error },
    );
  }
  writeFileSync(stamp, key);
}

/** Some Pythons come without pip, so any that has it installs for the chosen one. */
function installInto(base: string): void {
  const target = execFileSync(join(home, 'bin', 'python'), ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    encoding: 'utf8',
  }).trim();
  const version = execFileSync(base, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' }).trim();
  const pip = [base, 'python3', 'python3.13', 'python3.12', 'python3.11'].find(
    (python) => spawnSync(python, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0,
  );
  if (!pip) throw new Error('no pip was found');
  execFileSync(
    pip,
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '--only-binary',
      ':all:',
      '--python-version',
      version,
      '--target',
      target,
      '-r',
      wanted,
    ],
    { stdio: 'pipe' },
  );
}
