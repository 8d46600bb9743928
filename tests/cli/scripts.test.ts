import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, givenCli } from './given-cli.ts';
import type { Cli } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';

/** A saved script `report` of two versions; the second is live. */
async function givenTwoVersions(): Promise<{ cli: Cli; file: string }> {
  const cli = givenCli();
  const file = join(givenFolder({ 'report.py': 'print("one")\n' }), 'report.py');
  await cli.run(['push', file, '--note', 'first']);
  writeFileSync(file, 'print("two")\n');
  await cli.run(['push', file]);
  return { cli, file };
}

test('push saves a script under the name of its file, and the same content again as the same version', async () => {
  const { cli, file } = await givenTwoVersions();
  expect((await cli.run(['push', file])).stdout).toBe('report version 2 has this content already and is live\n');
  expect(documentOf(await cli.run(['scripts', '--json']))).toMatchObject({
    items: [{ name: 'report', live: 2, latest: 2 }],
    nextCursor: null,
  });
});

test('versions and diff show what was saved and what changed', async () => {
  const { cli } = await givenTwoVersions();
  expect((await cli.run(['versions', 'report'])).stdout).toMatch(/^VERSION .*\n2 live .*\n1 .* first\n$/);
  const { stdout } = await cli.run(['diff', 'report']);
  expect(stdout).toContain('-print("one")\n+print("two")\n');
  expect(documentOf(await cli.run(['diff', 'report', '1', '2', '--json']))).toMatchObject({ from: 1, to: 2 });
});

test('promote makes an older version live again, and the script runs it', async () => {
  const { cli } = await givenTwoVersions();
  expect((await cli.run(['run', 'report'])).stdout).toBe('two\n');
  expect((await cli.run(['promote', 'report', '1'])).stdout).toBe('report version 1 is live\n');
  expect((await cli.run(['run', 'report'])).stdout).toBe('one\n');
  expect((await cli.run(['run', 'report', '--version', '2'])).stdout).toBe('two\n');
});

test('push --no-promote leaves the live version as it was', async () => {
  const { cli, file } = await givenTwoVersions();
  writeFileSync(file, 'print("three")\n');
  expect((await cli.run(['push', file, '--no-promote'])).stdout).toBe('report version 3 is saved\n');
  expect(documentOf(await cli.run(['scripts', '--json']))).toMatchObject({ items: [{ live: 2, latest: 3 }] });
});

test('the code of a run becomes a version', async () => {
  const { cli, file } = await givenTwoVersions();
  const run = documentOf(await cli.run(['run', file, '--json']));
  expect((await cli.run(['promote', String(run['id']), 'kept'])).stdout).toBe('kept version 1 is saved\n');
});

test('runs are listed by filters, shown whole, and run again', async () => {
  const { cli } = await givenTwoVersions();
  const first = documentOf(await cli.run(['run', 'report', '--json']));
  const again = await cli.run(['rerun', String(first['id'])]);
  expect(again).toMatchObject({ code: 0, stdout: 'two\n' });
  expect((await cli.run(['runs', '--script', 'report', '--status', 'succeeded', '--after', '1h'])).stdout.trim().split('\n')).toHaveLength(
    3,
  );
  expect((await cli.run(['runs', '--status', 'FAILED'])).stderr).toBe('nothing yet\n');
  expect((await cli.run(['runs', String(first['id'])])).stdout).toContain(`${String(first['id'])}  report version 2  cli`);
});

test('the last lines of a log are printed, of the newest run unless one is named', async () => {
  const cli = givenCli();
  const file = join(
    givenFolder({ 'count.py': 'import sys, time\nfor n in range(5): print(n)\ntime.sleep(0.3)\nprint("bad", file=sys.stderr)\n' }),
    'count.py',
  );
  const run = documentOf(await cli.run(['run', file, '--json']));
  expect(await cli.run(['logs', '--tail', '3'])).toMatchObject({ code: 0, stdout: '3\n4\n', stderr: `${String(run['id'])}\nbad\n` });
  expect(documentOf(await cli.run(['logs', String(run['id']), '--json']))['items']).toHaveLength(6);
});

test('validate names what is wrong with its place, and exits with 1', async () => {
  const folder = givenFolder({ 'good.py': 'print(1)\n', 'bad.py': 'print(1\n' });
  expect((await givenCli().run(['validate', join(folder, 'good.py')])).code).toBe(0);
  const { code, stdout } = await givenCli().run(['validate', join(folder, 'bad.py')]);
  expect(stdout).toMatch(/^bad\.py:1:\d+ syntax /);
  expect(code).toBe(1);
});

test('a template is listed, shown, copied, and never over what is there', async () => {
  const cli = givenCli();
  const target = join(givenFolder(), 'mine');
  expect((await cli.run(['templates'])).stdout).toContain('csv-report');
  expect((await cli.run(['templates', 'csv-report'])).stdout).toContain('sample file: data = weather.csv');
  expect((await cli.run(['templates', 'csv-report', '--copy', target])).stdout).toContain(`runlet run ${target}`);
  expect(readFileSync(join(target, 'script.py'), 'utf8')).toContain('def main');
  expect(JSON.parse(readFileSync(join(target, 'template.json'), 'utf8'))).toMatchObject({ files: { data: 'weather.csv' } });
  expect(await cli.run(['templates', 'csv-report', '--copy', target])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds files already'),
  });
});

test('a token is made, listed without its secret, and revoked', async () => {
  const cli = givenCli();
  const made = documentOf(await cli.run(['token', 'create', 'ci', '--scope', 'runs:read', '--days', '9', '--json']));
  const { stdout } = await cli.run(['token', 'list']);
  expect(stdout).toContain('runs:read');
  expect(stdout).not.toContain(String(made['token']));
  expect((await cli.run(['token', 'revoke', String(made['id'])])).code).toBe(0);
  expect(documentOf(await cli.run(['token', 'list', '--json']))['items']).toEqual([]);
});
