import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { documentOf, givenCli } from './given-cli.ts';
import type { Cli, Ended } from './given-cli.ts';
import { givenFolder } from './given-folder.ts';
import { givenServer } from './given-server.ts';

const source = `import runlet

def trigger(slot):
    print("asked for", slot.date())
    return slot.day % 2 == 0

def main(count: int = 1, *words: str):
    slot = runlet.slot()
    return {"count": count, "slot": slot and slot.isoformat()}
`;

const daily = ['--cron', '0 6 * * *', '--timezone', 'Europe/Berlin'];
const idOf = (ended: Ended): string => z.string().parse(documentOf(ended)['id']);

/** A data folder with a saved script `report`. */
async function givenScript(): Promise<Cli> {
  const cli = givenCli();
  await cli.run(['push', join(givenFolder({ 'report.py': source }), 'report.py')]);
  return cli;
}

async function givenSchedule(...more: string[]): Promise<{ cli: Cli; id: string }> {
  const cli = await givenScript();
  return { cli, id: idOf(await cli.run(['schedules', 'add', 'report', '--json', ...daily, ...more])) };
}

function expectNarrow({ stdout }: Ended): void {
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
}

describe('schedules add', () => {
  test('shows the next five due times by both clocks and what a month costs, then saves', async () => {
    const cli = await givenScript();
    const { code, stdout, stderr } = await cli.run(['schedules', 'add', 'report', ...daily]);
    expect(stdout).toMatch(/^DUE, Europe\/Berlin +DUE, UTC\n(\w{3} \d{4}-\d\d-\d\d 06:00 {2}\w{3} \d{4}-\d\d-\d\d 0[45]:00\n){5}/);
    expect(stdout).toMatch(/a month at list prices.*\nsch_\w{26} runs report at these times\n$/);
    expect(stderr).toBe(`No server runs on ${cli.home}: slots come due, and their runs begin, while \`runlet start\` runs.\n`);
    expect(code).toBe(0);
  });

  test('--dry-run shows the same and saves nothing', async () => {
    const cli = await givenScript();
    const told = await cli.run(['schedules', 'add', 'report', ...daily, '--dry-run']);
    expect(told).toMatchObject({ code: 0, stdout: expect.stringMatching(/^DUE, [^]*not saved, as --dry-run asks\n$/) });
    const document = documentOf(await cli.run(['schedules', 'add', 'report', ...daily, '--dry-run', '--json']));
    expect(document).toMatchObject({ nextFires: { length: 5 }, estimate: { basis: 'limits' } });
    expect((await cli.run(['schedules', 'list'])).stderr).toBe('nothing yet\n');
  });

  test('keeps what was asked for, with input read by the types of the script', async () => {
    const options = ['--overlap', 'queue', '--catch-up', 'latest', '--retry', '3', '--timeout', '10m', '--memory', '1g', '--env', 'A=b'];
    const { cli, id } = await givenSchedule('--input', 'count=4', '--version', '1', '--end', '2100-01-01', ...options, '--', 'word');
    expect(documentOf(await cli.run(['schedules', 'show', id, '--json']))).toMatchObject({
      version: 1,
      overlap: 'queue',
      catchUp: 'latest',
      end: '2099-12-31T23:00:00.000Z',
      input: { count: 4 },
      retry: { attempts: 3 },
      timeoutSec: 600,
      memoryMiB: 1024,
      env: { A: 'b' },
      args: ['word'],
    });
  });

  test.each([
    ['no time', [], /exactly one of --cron .* --rate .* and --at/],
    ['two times', ['--cron', '0 6 * * *', '--rate', '1h'], /exactly one of/],
    ['a minute that is none', ['--cron', '61 * * * *'], /cron: expected .*0 to 59.* got "?61/],
    ['an unknown zone', ['--cron', '0 6 * * *', '--timezone', 'Europe/Atlantis'], /timezone: expected .*Europe\/Atlantis/],
    ['a time that has been', ['--at', '2020-01-01 09:00'], /at: expected a time to come/],
    ['a text that is no time', ['--at', 'tomorrow'], /Give a date or a time, 2026-11-22/],
    ['an input that does not fit', ['--rate', '1h', '--input', 'count=many'], /input\.count: expected/],
    ['an unknown policy', ['--rate', '1h', '--overlap', 'wait'], /Allowed choices are skip, queue, parallel, replace/],
  ])('with %s is refused in a sentence with exit code 2', async (_, when, sentence) => {
    const cli = await givenScript();
    const { code, stdout, stderr } = await cli.run(['schedules', 'add', 'report', ...when]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
  });

  test('of a script that is not there is refused', async () => {
    const { code, stderr } = await givenCli().run(['schedules', 'add', 'nobody', ...daily]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('nobody')]);
  });
});

describe('schedules', () => {
  test('are listed by script and status in 80 columns, shown, paused, resumed and removed', async () => {
    const { cli, id } = await givenSchedule();
    const listed = await cli.run(['schedules', 'list', '--script', 'report', '--status', 'active']);
    expect(listed.stdout).toMatch(
      new RegExp(`^SCHEDULE .*\\n${id}  report  \\w{3} \\d\\d-\\d\\d 06:00  0 6 \\* \\* \\* Europe/Berlin\\n$`),
    );
    expectNarrow(listed);
    expect((await cli.run(['schedules', 'show', id])).stdout).toMatch(/^schedule {2}sch_\w+\nscript {4}report, live version\n/);
    expect((await cli.run(['schedules', 'pause', id])).stdout).toContain('is paused');
    expect(documentOf(await cli.run(['schedules', 'list', '--status', 'paused', '--json']))).toMatchObject({ items: [{ id }] });
    expect(documentOf(await cli.run(['schedules', 'resume', id, '--json']))).toMatchObject({ id, status: 'active' });
    expect(documentOf(await cli.run(['schedules', 'remove', id, '--json']))).toEqual({ id, removed: true });
    expect((await cli.run(['schedules', 'show', id])).code).toBe(2);
  });

  test('run now without asking the script, and end as the run did', async () => {
    const { cli, id } = await givenSchedule('--input', 'count=4');
    const ended = await cli.run(['schedules', 'run', id, '--json']);
    expect(documentOf(ended)).toMatchObject({ status: 'SUCCEEDED', result: { count: 4, slot: null }, trigger: { schedule: id } });
    expect(ended.code).toBe(0);
    expect((await cli.run(['schedules', 'slots', id])).stderr).toBe('nothing yet\n');
  });

  test('next shows the due times of a schedule, and of what is not saved with a note where the clocks change', async () => {
    const { cli, id } = await givenSchedule();
    expect(documentOf(await cli.run(['schedules', 'next', id, '--json']))).toMatchObject({
      timezone: 'Europe/Berlin',
      nextFires: { length: 5 },
    });
    const unsaved = ['schedules', 'next', '--cron', '30 2 * * *', '--start', '2031-03-08', '--timezone', 'America/New_York'];
    const { code, stdout } = await givenCli().run(unsaved);
    expect(stdout).toContain('Sat 2031-03-08 02:30   Sat 2031-03-08 07:30\nMon 2031-03-10 02:30   Mon 2031-03-10 06:30\n');
    expect(stdout).toContain('On 2031-03-09 clocks in America/New_York go forward from 02:00 to 03:00: 02:30 does not exist that day');
    expect(code).toBe(0);
    expect((await cli.run(['schedules', 'next', id, '--rate', '1h'])).stderr).toContain('give its id alone, or the options alone');
  });
});

describe('schedules backfill', () => {
  const days = ['--from', '2025-01-06', '--to', '2025-01-09'];

  test('--dry-run tells which slots would be run and runs none', async () => {
    const { cli, id } = await givenSchedule();
    const told = await cli.run(['schedules', 'backfill', id, ...days, '--dry-run']);
    expect(told.stdout).toContain(
      'Mon 2025-01-06 06:00  run\nTue 2025-01-07 06:00  run\nWed 2025-01-08 06:00  run\n3 of 3 slots would be run.\n',
    );
    expect(told.stderr).toBe('');
    expect((await cli.run(['runs'])).stderr).toBe('nothing yet\n');
  });

  test('runs each slot with its own time once a server runs; the script is asked, and slots that it declines say so', async () => {
    const { cli, id } = await givenSchedule();
    await givenServer(cli);
    const done = documentOf(await cli.run(['schedules', 'backfill', id, ...days, '--json']));
    expect(done).toMatchObject({ runs: 3, slots: { length: 3 } });
    await expect
      .poll(async () => (await cli.run(['schedules', 'slots', id])).stdout, { timeout: 30_000, interval: 500 })
      .toMatch(/2025-01-08 06:00 {2}ran backfill SUCCEEDED .*\n.*skipped declined .*\n.*ran backfill SUCCEEDED /);
    expectNarrow(await cli.run(['schedules', 'slots', id]));
    const declined = z.string().parse(z.array(z.object({ run: z.string() })).parse(done['slots'])[1]?.run);
    expect((await cli.run(['logs', declined])).stdout).toBe('asked for 2025-01-07\n');
    const runs = documentOf(await cli.run(['runs', z.array(z.object({ run: z.string() })).parse(done['slots'])[0]?.run ?? '', '--json']));
    expect(runs).toMatchObject({ result: { slot: '2025-01-06T05:00:00+00:00' } });
  });

  test('without its two ends is refused', async () => {
    expect(await givenCli().run(['schedules', 'backfill', 'sch_x', '--from', '2025-01-06'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("required option '--to <time>' not specified"),
    });
  });
});
