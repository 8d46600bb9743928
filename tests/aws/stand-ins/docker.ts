import { join } from 'node:path';
import { execute } from './execute.ts';
import { startFolder, startServer } from './server.ts';
import type { StandIn } from './server.ts';

const missing =
  'The containers of the emulator need Docker: a running engine, or as root one that can be started (Debian: apt-get install --no-install-recommends docker.io).';

const usual = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/**
 * A Docker engine: the one that runs on this machine, else one that is started for this purpose, with its images and containers in a folder
 * of its own and without a network of its own, and ends with `stop`. `url` is what DOCKER_HOST takes.
 */
export async function startDocker(): Promise<StandIn> {
  if ((await lookForDocker()) === 'running') return { url: usual, log: '', stop: () => Promise.resolve() };
  const folder = startFolder('docker');
  const url = `unix://${join(folder, 'docker.sock')}`;
  const places = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')];
  return await startServer(folder, {
    name: 'docker',
    command: 'dockerd',
    args: ['--host', url, ...places, '--bridge', 'none', '--iptables=false', '--ip6tables=false', '--shutdown-timeout', '1'],
    url,
    ready: () => answers(url),
    withinMs: 60_000,
    // It unmounts what containers had before it ends.
    graceMs: 20_000,
    // The namespace of the host's network stays mounted there.
    cleanUp: async () => void (await execute('umount', ['--lazy', join(folder, 'exec/netns/default')], { missing }).catch(() => '')),
  });
}

/** Whether an engine runs, or can be started. @throws Error in a sentence when neither is so. */
export async function lookForDocker(): Promise<'running' | 'startable'> {
  if (await answers(usual)) return 'running';
  if (process.getuid?.() !== 0) throw new Error(missing);
  await execute('dockerd', ['--version'], { missing });
  await execute('docker', ['--version'], { missing });
  return 'startable';
}

/** Runs a command of Docker's client against an engine. */
export async function docker(engine: string, args: readonly string[]): Promise<string> {
  return await execute('docker', args, { missing, env: { ...process.env, DOCKER_HOST: engine, DOCKER_BUILDKIT: '0' } });
}

async function answers(url: string): Promise<boolean> {
  return await docker(url, ['info', '--format', '{{.ServerVersion}}']).then(
    (version) => version.trim() !== '',
    () => false,
  );
}
