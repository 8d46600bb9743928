import { createWriteStream, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { docker } from './docker.ts';
import { execute } from './execute.ts';
import { installed } from './installed.ts';

const script = join(import.meta.dirname, 'base-image.sh');
const missing =
  'The base image of the containers is made by mmdebstrap, as root (Debian: apt-get install --no-install-recommends mmdebstrap).';

/**
 * A slim image with Python 3.13 and no shell, made from Debian's packages because no registry need be reachable, and loaded into this engine.
 * Answers its name. It is built once for each content of its script, and then kept as a tar.
 */
export async function loadBaseImage(engine: string): Promise<string> {
  const folder = await installBaseImage();
  const name = `runlet-stand-in/${folder.slice(folder.lastIndexOf('/') + 1)}:latest`;
  const known = await docker(engine, ['image', 'ls', '--quiet', name]);
  if (known.trim() === '') await docker(engine, ['import', '--change', 'CMD ["python3"]', join(folder, 'root.tar'), name]);
  return name;
}

/** Folder of its tar, once it is there. @throws Error in a sentence that says what this machine lacks. */
export async function installBaseImage(): Promise<string> {
  return await installed('base-image', readFileSync(script, 'utf8'), build);
}

async function build(folder: string): Promise<void> {
  await execute('mmdebstrap', ['--version'], { missing });
  const child = spawn('sh', [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told = (told + text).slice(-2_000)));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  await pipeline(child.stdout, createWriteStream(join(folder, 'root.tar')));
  if ((await ended) !== 0) throw new Error(`The base image could not be made: ${told}`);
}
