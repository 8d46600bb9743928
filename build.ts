import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import * as z from 'zod';
import { nodeBundle } from './esbuild-options.ts';
import { swaggerFiles } from './local/http/docs/assets.ts';

const root = import.meta.dirname;
const manifest = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });
const docsAssets = [...swaggerFiles, 'LICENSE', 'NOTICE'];

/** Bundles the command and the server into `into` (the folder `dist` of the package), so that they start fast and need no package at run time.
 *  The folder is replaced in one step, so that a program that starts meanwhile finds the old or the new one. */
export async function buildPackage(into: string): Promise<void> {
  const fresh = `${into}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  const metafile = await bundle(fresh);
  await cp(join(root, 'cli', 'bin.js'), join(fresh, 'runlet.js'));
  await chmod(join(fresh, 'runlet.js'), 0o755);
  await writeFile(join(fresh, 'LICENSES.txt'), await licenses(metafile));
  await copyDocs(join(fresh, 'docs'));
  await replace(into, fresh);
}

async function bundle(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    ...nodeBundle,
    entryPoints: { main: 'cli/main.ts' },
    // All in one folder, because paths to what lies beside it are told from each file's own place.
    outdir,
    supported: { using: true },
    minifySyntax: true,
    minifyWhitespace: true,
  });
  return metafile;
}

async function copyDocs(into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const from = join(root, 'node_modules', 'swagger-ui-dist');
  await Promise.all(docsAssets.map((name) => cp(join(from, name), join(into, name))));
}

/** The licences of all packages that are part of the bundle, as their terms ask for. */
async function licenses(metafile: Metafile): Promise<string> {
  const folders = new Set(['node_modules/swagger-ui-dist']);
  for (const input of Object.keys(metafile.inputs)) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (found !== undefined) folders.add(found);
  }
  const texts = await Promise.all([...folders].toSorted().map((folder) => license(join(root, folder))));
  return `Runlet's package contains the following packages, each under its own licence.\n\n${texts.join('\n\n')}\n`;
}

async function license(folder: string): Promise<string> {
  const { name, version, license: terms } = manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const heading = `${'='.repeat(80)}\n${name} ${version} (${terms ?? 'see below'})\n${'='.repeat(80)}`;
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license']) {
    const path = join(folder, file);
    if (existsSync(path)) return `${heading}\n${(await readFile(path, 'utf8')).trim()}`;
  }
  return `${heading}\nThe package names its licence and carries no text of it.`;
}

async function replace(into: string, fresh: string): Promise<void> {
  const old = `${into}.${process.pid}.old`;
  if (existsSync(into)) await rename(into, old);
  await rename(fresh, into);
  await rm(old, { recursive: true, force: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildPackage(join(root, 'dist'));
