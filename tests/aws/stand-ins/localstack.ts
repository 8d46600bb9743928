import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { interpreters } from '../../../local/python/interpreters.ts';
import { execute } from './execute.ts';
import { installed } from './installed.ts';
import { freePort, startFolder, startServer } from './server.ts';
import type { StandIn } from './server.ts';

/** The last free release; its dependencies are taken as they were then, because later ones do not fit it. */
const packages = ['localstack==4.14.0', 'localstack-core[runtime]==4.14.0'];
const asOf = '2026-03-10';
const uv = 'uv==0.13.9';
/** Its services import `warnings.deprecated`, which came with this minor version of Python 3. */
const oldest = 13;
const missing =
  'LocalStack needs a Python of 3.13 or later with venv, on PATH or in ~/.pyenv/versions (Debian 13: apt-get install python3-venv).';

const health = z.object({ services: z.record(z.string(), z.string()) });

/**
 * Starts LocalStack 4.14 with these services (`s3`, `stepfunctions`, `sqs`, `sns`, `iam`, `sts`) and no Docker, bound to 127.0.0.1; signatures of
 * presigned requests are checked. `env` adds its own settings. Any credentials do for S3, `test` and `test` for signatures that are checked.
 */
export async function startLocalStack(services: readonly string[], env: Record<string, string> = {}): Promise<StandIn> {
  const home = await installLocalStack();
  const folder = startFolder('localstack');
  const url = `http://127.0.0.1:${await freePort()}`;
  return await startServer(folder, {
    name: 'localstack',
    command: join(home, 'venv/bin/python'),
    args: ['-m', 'localstack.runtime.main'],
    env: { ...settings(folder, url), SERVICES: services.join(','), ...env },
    url,
    ready: async () => isServing(url, services),
    withinMs: 90_000,
  });
}

/** Its folder, once it is there. @throws Error in a sentence that says what this machine lacks. */
export async function installLocalStack(): Promise<string> {
  return await installed('localstack', [...packages, asOf, uv, oldest].join('\n'), install);
}

function settings(folder: string, url: string): Record<string, string> {
  return {
    GATEWAY_LISTEN: new URL(url).host,
    // Its other server binds all interfaces.
    GATEWAY_SERVER: 'hypercorn',
    // Ready then means that the services are loaded.
    EAGER_SERVICE_LOADING: '1',
    DISABLE_EVENTS: '1',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DNS_ADDRESS: '0',
    S3_SKIP_SIGNATURE_VALIDATION: '0',
    LOCALSTACK_VOLUME_DIR: join(folder, 'volume'),
    FILESYSTEM_ROOT: join(folder, 'files'),
  };
}

async function isServing(url: string, wanted: readonly string[]): Promise<boolean> {
  const { services } = health.parse(await (await fetch(`${url}/_localstack/health`)).json());
  return wanted.every((name) => services[name] === 'running');
}

async function install(folder: string): Promise<void> {
  const venv = join(folder, 'venv');
  await execute(suitablePython(), ['-m', 'venv', venv], { missing });
  await execute(join(venv, 'bin/pip'), ['install', '-q', '--disable-pip-version-check', uv], { missing });
  const wanted = ['--exclude-newer', asOf, ...packages];
  await execute(join(venv, 'bin/uv'), ['pip', 'install', '-q', '--python', join(venv, 'bin/python'), ...wanted], { missing });
}

function suitablePython(): string {
  const managed = join(homedir(), '.pyenv/versions');
  const folders = listed(managed).map((version) => join(managed, version, 'bin'));
  const path = [process.env['PATH'] ?? '', ...folders].join(delimiter);
  for (const { path: found, version } of interpreters({ path })) if (Number(version.slice(2)) >= oldest) return found;
  throw new Error(missing);
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
