import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pythonTools } from '../../../scripts/python-tools.ts';
import { loadBaseImage } from '../stand-ins/base-image.ts';
import { docker, startDocker } from '../stand-ins/docker.ts';
import { execute } from '../stand-ins/execute.ts';
import type { StandIn } from '../stand-ins/server.ts';

const folder = resolve(import.meta.dirname, '../../../runner-container');
const name = 'runlet-test/runner:latest';
let engine: StandIn;

beforeAll(async () => {
  engine = await startDocker();
  const base = await loadBaseImage(engine.url);
  await docker(engine.url, ['build', '--quiet', '--network', 'none', '--build-arg', `BASE_IMAGE=${base}`, '--tag', name, folder]);
});
afterAll(() => engine.stop());

it('is started by itself, without a shell, as root, and writes to two volumes alone', async () => {
  const told = await docker(engine.url, ['image', 'inspect', '--format', '{{json .Config}}', name]);
  expect(JSON.parse(told)).toMatchObject({
    Entrypoint: ['python3', '-I', '/opt/runlet', 'task', '--root', '/var/runlet', '--boot', '/opt/runlet/runner/boot'],
    User: '0:0',
    StopSignal: 'SIGTERM',
    Volumes: { '/tmp': {}, '/var/runlet': {} },
  });
});

it('does under Docker, limited as on Fargate, what its own checks ask', async () => {
  const missing = 'The checks of the image need the Python tools of the tests.';
  const env = { ...process.env, DOCKER_HOST: engine.url, RUNLET_TEST_IMAGE: name };
  const told = await execute(pythonTools().python, ['-m', 'pytest', 'tests/image/image_checks.py'], { missing, cwd: folder, env });
  expect(told).toMatch(/\d+ passed/);
  expect(told).not.toMatch(/failed|skipped/);
});
