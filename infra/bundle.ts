import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Metafile, Plugin } from 'esbuild';
import { nodeBundle } from '../esbuild-options.ts';

const root = resolve(import.meta.dirname, '..');
const entries = join(root, 'functions', 'lambdas');

/** Where the stack finds each function's folder. */
export const bundlesDir = join(root, '.cache', 'lambdas');

/** Files that a function needs beside its code. */
const besides: Record<string, string | undefined> = { templates: 'templates' };

/** Where the SDK would look for credentials outside Lambda: in files, at a login, from other services. A function's come by its environment, so these, and the
 *  clients of STS and SSO that they bring, are left out; a function without credentials fails on the import. */
const notInLambda = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** What is bundled by itself, with copies of all that it uses, and loaded when it is first asked for. esbuild splits by files, and a package whose one file
 *  names all others would otherwise have that part of it read at the start: in zod, what reads JSON schemas, 37 KB that only inputs with a schema need. */
const apart = { source: join(root, 'functions', 'submitting', 'input-faults.ts'), file: 'input-faults.mjs' };

/** A function's folder and what it weighs, in bytes of minified JavaScript. */
export interface Bundle {
  name: string;
  folder: string;
  /** What Node reads before the function can be called: the entry and all that it imports statically. */
  startBytes: number;
  /** All of it, what is loaded later included. */
  totalBytes: number;
  /** The packages in it, and those of them that are read at the start. */
  packages: string[];
  startPackages: string[];
}

/** Names of all functions that have an entry. */
export async function lambdaNames(): Promise<string[]> {
  const files = await readdir(entries, { withFileTypes: true });
  return files.flatMap((file) => (file.isFile() && isEntry(file.name) ? [basename(file.name, '.ts')] : [])).toSorted();
}

function isEntry(name: string): boolean {
  return name.endsWith('.ts') && !notEntries.has(name);
}

/** What the entries share. */
const notEntries = new Set(['absent.ts', 'observer.ts', 'services.ts']);

/** Bundles every function into a folder of its own below `into`. */
export async function bundleAll(into = bundlesDir): Promise<Bundle[]> {
  const bundles: Bundle[] = [];
  for (const name of await lambdaNames()) bundles.push(await bundleLambda(name, into));
  return bundles;
}

/** Bundles one function: `index.mjs`, and beside it what is loaded when it is first asked for, such as each client of the SDK. The folder is replaced in
 *  one step. CDK's NodejsFunction writes one file and cannot split, so the stack takes these folders as they are. */
export async function bundleLambda(name: string, into = bundlesDir): Promise<Bundle> {
  const folder = join(into, name);
  const fresh = `${folder}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  const metafile = await bundleEntry(join(entries, `${name}.ts`), fresh);
  const beside = besides[name];
  if (beside !== undefined) await cp(join(root, beside), join(fresh, beside), { recursive: true, filter: isPacked });
  await mkdir(into, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  return weighed(name, folder, metafile);
}

function isPacked(path: string): boolean {
  return !path.includes('__pycache__');
}

/** Bundles one entry into a folder, as functions are bundled. */
export async function bundleEntry(entry: string, outdir: string): Promise<Metafile> {
  const metafile = await bundled({ index: entry }, outdir, [leftApart]);
  if (!Object.values(metafile.outputs).some(({ imports }) => imports.some(({ path }) => path === `./${apart.file}`))) return metafile;
  const { inputs, outputs } = await bundled({ [basename(apart.file, '.mjs')]: apart.source }, outdir, []);
  return { inputs: { ...metafile.inputs, ...inputs }, outputs: { ...metafile.outputs, ...outputs } };
}

async function bundled(entryPoints: Record<string, string>, outdir: string, plugins: Plugin[]): Promise<Metafile> {
  const { metafile } = await build({
    ...nodeBundle,
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    // Node reads `import` of a package's ES modules, of which unused parts are left out.
    mainFields: ['module', 'main'],
    minify: true,
    external: notInLambda,
    plugins,
  });
  return metafile;
}

const leftApart: Plugin = {
  name: 'left-apart',
  setup: (bundler) => {
    bundler.onResolve({ filter: new RegExp(`/${basename(apart.source)}$`) }, () => ({ path: `./${apart.file}`, external: true }));
  },
};

function weighed(name: string, folder: string, { outputs }: Metafile): Bundle {
  const files = Object.keys(outputs);
  const entry = files.filter((file) => basename(file) === 'index.mjs');
  const start = closure(outputs, entry);
  return {
    name,
    folder,
    startBytes: bytesOf(outputs, start),
    totalBytes: bytesOf(outputs, files),
    packages: packagesOf(outputs, files),
    startPackages: packagesOf(outputs, start),
  };
}

/** These files and all that they import statically. */
function closure(outputs: Metafile['outputs'], from: string[]): string[] {
  const seen = new Set(from);
  for (const file of seen) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) if (kind === 'import-statement' && !external) seen.add(path);
  }
  return [...seen];
}

function bytesOf(outputs: Metafile['outputs'], files: string[]): number {
  return files.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
}

function packagesOf(outputs: Metafile['outputs'], files: string[]): string[] {
  const inputs = files.flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0));
  const names = inputs.flatMap(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

/** `node infra/bundle.ts` bundles all and tells what they weigh. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { name, startBytes, totalBytes } of await bundleAll())
    console.log(
      `${name.padEnd(16)} ${(startBytes / 1024).toFixed(0).padStart(5)} KB at start, ${(totalBytes / 1024).toFixed(0)} KB in all`,
    );
}
