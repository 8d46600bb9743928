import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { openRuntimeApi } from './runtime-api.ts';
import type { RuntimeApi } from './runtime-api.ts';

export interface RunningFunction extends Pick<RuntimeApi, 'invoke'> {
  /** From the start of the process until it asks for its first event, in milliseconds. */
  initMs: number;
  /** What it has written to its log so far. */
  log(): string;
  close(): Promise<void>;
}

const client = fileURLToPath(import.meta.resolve('aws-lambda-ric'));
const cache = resolve(import.meta.dirname, '..', '..', '..', '.cache', 'lambda-runtime');
let preloading: Promise<string> | undefined;

/** What stands before the runtime client, as JavaScript: stripping its types at each start would cost more than many a function's own start. */
async function preload(): Promise<string> {
  const entryPoints = ['preload.ts', 'native-client.ts'].map((name) => join(import.meta.dirname, name));
  await build({
    entryPoints,
    outdir: cache,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    minify: true,
    logLevel: 'error',
  });
  return pathToFileURL(join(cache, 'preload.mjs')).href;
}

/** Starts a bundle on AWS's own runtime client for Node, as Lambda starts it, with these variables and no others of ours.
 *  @throws Error when it cannot be loaded, with the runtime's words. */
export async function startFunction(folder: string, environment: Record<string, string> = {}): Promise<RunningFunction> {
  const before = await (preloading ??= preload());
  const api = await openRuntimeApi();
  const began = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', '--import', before, client], {
    env: { ...lambdaEnvironment(folder, api.address), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`The function ended before it was called:\n${log}`)));
  ended.catch(() => undefined);
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await api.close();
  };
  try {
    const initMs = (await Promise.race([api.ready, ended])) - began;
    return { initMs, invoke: (event, options) => api.invoke(event, options), log: () => log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What Lambda sets itself (AWS docs: "Defined runtime environment variables"). */
function lambdaEnvironment(folder: string, address: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    _HANDLER: 'index.handler',
    LAMBDA_TASK_ROOT: folder,
    AWS_LAMBDA_RUNTIME_API: address,
    AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
    AWS_LAMBDA_FUNCTION_NAME: 'under-test',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/under-test',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/21/[$LATEST]0',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
}
