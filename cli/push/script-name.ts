import { basename, dirname, resolve } from 'node:path';

/** Names that say what a file is for, not what it does; the folder's name says more. */
const anonymous = new Set(['script', 'main', '__main__', 'app', 'run']);

/** The name of a script after its file or folder: lower case, with dashes for what a name may not have. */
export function scriptNameOf(path: string): string {
  const whole = resolve(path);
  const own = nameFrom(basename(whole));
  return anonymous.has(own) ? nameFrom(basename(dirname(whole))) || own : own;
}

function nameFrom(base: string): string {
  const name = base
    .replace(/\.(py|zip)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|-+$/g, '');
  return name.slice(0, 80);
}
