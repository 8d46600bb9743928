import { join } from 'node:path';
import { docker } from './docker.ts';
import { execute } from './execute.ts';
import { installed } from './installed.ts';
import { freePort, startFolder, startServer } from './server.ts';
import type { StandIn } from './server.ts';

const packages = ['ministack==1.4.21', 'docker==7.2.0', 'cryptography==50.0.2', 'cbor2==6.2.1', 'boto3==1.44.5'];
const missing = 'MiniStack needs Python 3.11 or later with venv and pip as python3 (Debian: apt-get install python3-venv).';
/** Its threads hand on the interpreter's lock ten times as soon as usual: a large upload asks for it hundreds of times, beside threads that are busy. */
const eagerly = 'import runpy, sys; sys.setswitchinterval(0.0005); runpy.run_path(sys.argv.pop(1), run_name="__main__")';
const nodeBin = join(import.meta.dirname, '../../../node_modules/.bin');

interface Options {
  /** The Docker engine for the containers of ECS, as DOCKER_HOST names it; without one tasks have no containers. */
  engine?: string;
  port?: number;
  /** Where Lambdas and containers find AWS, when something stands before the emulator. */
  endpoint?: string;
  /** `host:port` of a mail server that gets what SNS sends. */
  smtp?: string;
}

/**
 * Starts MiniStack, empty, behind our launcher, which names what it mends. The containers of tasks run on the host's network, so that all
 * traffic stays on 127.0.0.1; functions run under the Node of this project. One emulator to an engine: a start removes the containers of others.
 */
export async function startMiniStack({ engine, port, endpoint, smtp }: Options = {}): Promise<StandIn> {
  const home = await installMiniStack();
  const folder = startFolder('ministack');
  const own = port ?? (await freePort());
  const url = `http://127.0.0.1:${own}`;
  return await startServer(folder, {
    name: 'ministack',
    command: join(home, 'venv/bin/python'),
    args: ['-c', eagerly, join(import.meta.dirname, 'ministack_launcher.py')],
    env: {
      ...settings(engine ?? `unix://${folder}/no-docker.sock`, own),
      AWS_ENDPOINT_URL: endpoint ?? url,
      ...(smtp ? { SMTP_HOST: smtp } : {}),
    },
    url,
    ready: async () => (await fetch(`${url}/_ministack/ready`)).ok,
    withinMs: 60_000,
    cleanUp: async () => (engine === undefined ? undefined : removeContainers(engine)),
  });
}

/** Its folder, once it is there. @throws Error in a sentence that says what this machine lacks. */
export async function installMiniStack(): Promise<string> {
  return await installed('ministack', packages.join('\n'), install);
}

function settings(engine: string, port: number): Record<string, string> {
  return {
    PATH: [nodeBin, process.env['PATH'] ?? ''].join(':'),
    DOCKER_HOST: engine,
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    NODE_OPTIONS: `--require=${join(import.meta.dirname, 'lambda-preload.cjs')}`,
    PYTHONDONTWRITEBYTECODE: '1',
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    PERSIST_STATE: '0',
  };
}

async function removeContainers(engine: string): Promise<void> {
  const ids = (await docker(engine, ['ps', '--all', '--quiet', '--filter', 'label=ministack=ecs'])).split('\n').filter((id) => id !== '');
  if (ids.length > 0) await docker(engine, ['rm', '--force', '--volumes', ...ids]);
}

async function install(folder: string): Promise<void> {
  const venv = join(folder, 'venv');
  await execute('python3', ['-m', 'venv', venv], { missing });
  await execute(join(venv, 'bin/pip'), ['install', '-q', '--disable-pip-version-check', ...packages], { missing });
}
