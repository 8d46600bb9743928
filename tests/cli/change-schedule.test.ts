import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { documentOf, givenCli } from './given-cli.ts';
import type { Cli } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';
import { givenServer } from './given-server.ts';

const source = 'def main(count: int = 1):\n    return count\n';

/** A saved schedule, every day at six in Berlin. */
async function givenSchedule(...more: string[]): Promise<{ cli: Cli; id: string }> {
  const cli = givenCli();
  await cli.run(['push', join(givenFolder({ 'report.py': source }), 'report.py')]);
  const daily = ['--cron', '0 6 * * *', '--timezone', 'Europe/Berlin'];
  const saved = await cli.run(['schedules', 'add', 'report', '--json', ...daily, ...more]);
  return { cli, id: z.string().parse(documentOf(saved)['id']) };
}

test('only what is given changes, and the due times from then on are shown with what they cost', async () => {
  const { cli, id } = await givenSchedule('--overlap', 'queue', '--input', 'count=4', '--timeout', '10m', '--', 'word');
  const { code, stdout, stderr } = await cli.run(['schedules', 'change', id, '--cron', '30 7 * * *']);
  expect(stdout).toMatch(/^DUE, Europe\/Berlin +DUE, UTC\n(\w{3} [\d-]{10} 07:30 {2}.*\n){5}/);
  expect(stdout).toMatch(new RegExp(`a month at list prices.*\\n${id} is changed from now on\\n$`));
  expect([code, stderr]).toEqual([0, expect.stringContaining('No server runs on')]);
  const handling = [
    '--catch-up',
    'latest',
    '--version',
    '1',
    '--description',
    'sums',
    '--retry',
    '3',
    '--memory',
    '1g',
    '--input',
    'count=5',
  ];
  expect(documentOf(await cli.run(['schedules', 'change', id, '--json', ...handling]))).toMatchObject({
    id,
    cron: '30 7 * * *',
    timezone: 'Europe/Berlin',
    overlap: 'queue',
    catchUp: 'latest',
    version: 1,
    description: 'sums',
    input: { count: 5 },
    args: ['word'],
    timeoutSec: 600,
    memoryMiB: 1024,
    retry: { attempts: 3 },
  });
  const hourly = documentOf(await cli.run(['schedules', 'change', id, '--json', '--rate', '1h', '--env', 'A=b', '--', 'other', 'words']));
  expect(hourly).toMatchObject({ cron: null, rate: '1h', overlap: 'queue', env: { A: 'b' }, args: ['other', 'words'] });
});

test('--retry changes the attempts alone; pauses and reasons that the API was given stay', async () => {
  const { cli, id } = await givenSchedule();
  const { url, token } = await givenServer(cli);
  const patched = await fetch(`${url}/v1/schedules/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ retry: { attempts: 2, reasons: ['timeout'], backoffSec: 60 } }),
  });
  expect(patched.status).toBe(200);
  expect(documentOf(await cli.run(['schedules', 'change', id, '--json', '--retry', '5']))).toMatchObject({
    retry: { attempts: 5, reasons: ['timeout'], backoffSec: 60 },
  });
});

test('a paused schedule that is changed stays paused, and says that its due times are skipped', async () => {
  const { cli, id } = await givenSchedule('--paused');
  const sentence = 'The schedule is paused: until it is resumed these slots are recorded as skipped, and not run.\n';
  expect((await cli.run(['schedules', 'change', id, '--overlap', 'parallel'])).stdout).toContain(sentence);
  const { stdout } = await cli.run(['schedules', 'show', id]);
  expect(stdout).toMatch(/^status +paused$/m);
  expect(stdout).toContain(sentence);
  expect((await cli.run(['schedules', 'list'])).stdout).toMatch(new RegExp(`^${id} +report +paused `, 'm'));
});

test.each([
  ['nothing', [], /Nothing was given to change/],
  ['two times', ['--cron', '0 6 * * *', '--rate', '1h'], /one of --cron, --rate and --at/],
  ['a minute that is none', ['--cron', '61 * * * *'], /cron: expected .*0 to 59.* got "?61/],
  ['an input that does not fit', ['--input', 'count=many'], /input\.count: expected/],
  ['what only a new one can be', ['--paused'], /unknown option '--paused'/],
])('a change of %s is refused in a sentence with exit code 2, and nothing changes', async (_, what, sentence) => {
  const { cli, id } = await givenSchedule();
  const before = documentOf(await cli.run(['schedules', 'show', id, '--json']));
  const { code, stdout, stderr } = await cli.run(['schedules', 'change', id, ...what]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(sentence);
  expect(documentOf(await cli.run(['schedules', 'show', id, '--json']))).toEqual(before);
});

test('a change of a schedule that is not there is refused', async () => {
  const changed = await givenCli().run(['schedules', 'change', 'sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX', '--rate', '1h']);
  expect(changed).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no schedule') });
});
