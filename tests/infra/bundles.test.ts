import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleAll, lambdaNames } from '../../infra/bundle.ts';
import type { Bundle } from '../../infra/bundle.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Which clients of the SDK each function uses: what is not here is in no bundle. */
const clients: Record<string, string[]> = {
  authorizer: ['dynamodb'],
  runs: ['dynamodb', 'ecs', 'lambda', 's3', 'sfn'],
  python: ['dynamodb', 'lambda', 's3', 'sfn'],
  scripts: ['dynamodb', 'lambda', 's3'],
  versions: ['dynamodb', 'lambda', 's3'],
  uploads: ['dynamodb', 's3'],
  tokens: ['dynamodb'],
  templates: [],
  system: [],
  runner: ['dynamodb', 's3', 'sfn'],
  launch: ['dynamodb', 'ecs', 's3', 'sfn'],
  run: ['dynamodb', 'sfn'],
  finish: ['dynamodb', 'ecs', 's3', 'sfn', 'sns'],
  'task-stopped': ['dynamodb', 's3', 'sfn'],
  'execution-ended': ['dynamodb', 'ecs', 's3', 'sfn', 'sns'],
  sweep: ['dynamodb', 'ecs', 'lambda', 's3', 'scheduler', 'sfn', 'sns'],
  admit: ['dynamodb', 'sfn'],
  schedules: ['dynamodb', 'ecs', 'lambda', 's3', 'scheduler', 'sfn'],
  subscriptions: ['dynamodb', 'sns'],
  fire: ['dynamodb', 'ecs', 'lambda', 's3', 'scheduler', 'sfn'],
  undelivered: ['dynamodb', 'ecs', 'lambda', 's3', 'sfn'],
};

const folder = temporaryFolder('bundles');
const bundles = new Map<string, Bundle>();
beforeAll(async () => {
  for (const bundle of await bundleAll(folder)) bundles.set(bundle.name, bundle);
});
afterAll(() => rmSync(folder, { recursive: true }));

const clientsIn = (packages: readonly string[] = []) =>
  packages.flatMap((name) => /^@aws-sdk\/client-(.*)$/.exec(name)?.[1] ?? []).toSorted();

describe('the bundle of a function', () => {
  test('is there for every entry', async () => {
    expect(await lambdaNames()).toEqual(Object.keys(clients).toSorted());
  });

  test.each(Object.keys(clients))('%s loads at most 400 KB at its start, and no client of the SDK', (name) => {
    const bundle = bundles.get(name);
    expect(bundle?.startBytes).toBeGreaterThan(10_000);
    expect(bundle?.startBytes).toBeLessThanOrEqual(400_000);
    expect(bundle?.startPackages.filter((found) => found.startsWith('@aws-sdk/') || found === 'aws-xray-sdk-core')).toEqual([]);
  });

  test.each(Object.entries(clients))('%s holds no client but those that it uses', (name, used) => {
    const packages = bundles.get(name)?.packages;
    expect(clientsIn(packages)).toEqual(used);
    expect(packages).not.toContain('@aws-sdk/nested-clients');
  });

  test('what reads the schemas of inputs lies apart, and only beside functions that start runs', () => {
    const apart = [...bundles.values()].filter((bundle) => existsSync(join(bundle.folder, 'input-faults.mjs'))).map(({ name }) => name);
    expect(apart).toEqual(['fire', 'python', 'runs', 'schedules', 'sweep', 'undelivered']);
  });

  test('templates carries the starter scripts, and no other one does', () => {
    const carrying = [...bundles.values()].filter((bundle) => existsSync(join(bundle.folder, 'templates', 'csv-report', 'script.py')));
    expect(carrying.map(({ name }) => name)).toEqual(['templates']);
  });
});
