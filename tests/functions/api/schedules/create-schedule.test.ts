import { expect, test } from 'vitest';
import { schedule } from '../../../../core/schemas/schedule.ts';
import { givenSchedules } from './given-schedules.ts';

const { call, edition, givenSchedule, givenScript, show } = givenSchedules();
const takesName = 'def main(name: str, times: int = 1):\n    return name * times\n';

test('a schedule answers with its next five fires, what clock changes do to them, and what it costs', async () => {
  const made = await givenSchedule({ cron: '30  2 25-31 3 *', timezone: 'Europe/Berlin', description: 'sums' });
  expect(made).toMatchObject({
    status: 'active',
    cron: '30 2 25-31 3 *',
    rate: null,
    at: null,
    version: 'live',
    overlap: 'skip',
    catchUp: 'none',
  });
  expect(made).toMatchObject({ description: 'sums', start: null, end: null, lastSlot: null, createdAt: '2026-11-21T10:20:00.000Z' });
  expect(made.nextFires).toEqual(['25T01', '26T01', '27T01', '29T00', '30T00'].map((hour) => `2027-03-${hour}:30:00.000Z`));
  expect(made.notes).toEqual([
    'On 2027-03-28 clocks in Europe/Berlin go forward from 02:00 to 03:00: 02:30 does not exist that day, so this slot is skipped.',
  ]);
  expect(made.estimate).toMatchObject({ basis: 'limits', secondsPerRun: 300, runsPerMonth: 0.58 });
  expect(made.estimate.message).toMatch(
    /^Costs nothing on this machine; as the AWS edition about \$0\.00080 a month at list prices: 0\.58 runs of 300 s/,
  );
});

test('the timer keeps what was created, and the row says so', async () => {
  const { id } = await givenSchedule();
  expect(await edition().services.timer.kept()).toContain(id);
  expect((await edition().services.stores.schedules.find(id))?.body.timerKnows).toBe(true);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
  [
    'a rate, counted from this minute',
    { rate: '15 minutes' },
    { rate: '15 minutes', start: '2026-11-21T10:20:00.000Z' },
    '2026-11-21T10:35',
  ],
  ['a rate from its start', { rate: '2h', start: '2026-11-21T08:30:00Z' }, { start: '2026-11-21T08:30:00.000Z' }, '2026-11-21T10:30'],
  [
    'once, in the time of the zone',
    { at: '2026-12-24T18:00', timezone: 'America/New_York' },
    { at: '2026-12-24T23:00:00.000Z' },
    '2026-12-24T23:00',
  ],
  [
    'once, at an instant',
    { at: '2026-12-24T18:00:00+05:45', timezone: 'Europe/Berlin' },
    { at: '2026-12-24T12:15:00.000Z' },
    '2026-12-24T12:15',
  ],
  ['a blank for the T', { at: '2026-12-24 18:00', timezone: 'America/New_York' }, { at: '2026-12-24T23:00:00.000Z' }, '2026-12-24T23:00'],
  ['the first of a local time that comes twice', { at: '2027-10-31T02:30', timezone: 'Europe/Berlin' }, {}, '2027-10-31T00:30'],
  [
    'a start and an end in the time of the zone',
    { start: '2026-12-01T00:00', end: '2026-12-02T00:00', timezone: 'Asia/Kathmandu' },
    { end: '2026-12-01T18:15:00.000Z' },
    '2026-11-30T18:15',
  ],
])('takes %s', async (_what, body, kept, first) => {
  const made = await givenSchedule({ ...('start' in body && !('rate' in body) ? { cron: '*/15 * * * *' } : {}), ...body });
  expect(made).toMatchObject(kept);
  expect(made.nextFires[0]).toBe(`${first}:00.000Z`);
});

test.each<[string, Record<string, unknown>, { field: string; expected: RegExp; got: string }]>([
  ['words for an instant', { at: 'tomorrow' }, { field: 'at', expected: /like 2026-12-01T09:00:00Z, or a local time/, got: '"tomorrow"' }],
  ['a day that no month has', { at: '2026-02-30T09:00Z' }, { field: 'at', expected: /like 2026-12-01T09:00/, got: '"2026-02-30T09:00Z"' }],
  ['nothing to come due by', {}, { field: 'cron', expected: /exactly one of `cron`, `rate` and `at`/, got: 'none of them' }],
  ['two of them', { cron: '0 * * * *', rate: '1h' }, { field: 'rate', expected: /exactly one/, got: 'cron and rate' }],
  [
    'an unknown zone',
    { cron: '0 * * * *', timezone: 'Mars/Olympus' },
    { field: 'timezone', expected: /IANA time zone like "Europe\/Berlin"/, got: '"Mars/Olympus"' },
  ],
  [
    'a zone in another spelling',
    { cron: '0 * * * *', timezone: 'AMERICA/new_york' },
    { field: 'timezone', expected: /"America\/New_York"/, got: '"AMERICA/new_york"' },
  ],
  ['a city', { cron: '0 * * * *', timezone: 'Lisbon' }, { field: 'timezone', expected: /"Europe\/Lisbon"/, got: '"Lisbon"' }],
  [
    'six fields',
    { cron: '* * * * * *' },
    { field: 'cron', expected: /five fields: minute, hour, .*; got 6; there are no seconds.* 1,440 times a day/, got: '"* * * * * *"' },
  ],
  ['the 31st of February', { cron: '0 0 31 2 *' }, { field: 'cron', expected: /a day that comes/, got: '0 0 31 2 *' }],
  [
    '100,000 fires a day',
    { rate: '0.864 seconds' },
    { field: 'rate', expected: /whole minutes.*at most 1,440 times a day/, got: '0.864 seconds' },
  ],
  ['a rate of seconds', { rate: '1 second' }, { field: 'rate', expected: /once a minute/, got: '1 second' }],
  ['a rate of no time', { rate: '0 minutes' }, { field: 'rate', expected: /from 1 minute/, got: '"0 seconds"' }],
  ['a rate of years', { rate: '367 days' }, { field: 'rate', expected: /to 527040/, got: '"31708800 seconds"' }],
  ['a minute that does not exist', { cron: '60 * * * *' }, { field: 'cron', expected: /minute: numbers from 0 to 59/, got: '"60"' }],
  [
    'a time that has passed',
    { at: '2026-11-21T10:19:00Z' },
    { field: 'at', expected: /a time to come; it is 2026-11-21T10:20/, got: '2026-11-21T10:19:00Z' },
  ],
  [
    'an end that has passed',
    { cron: '0 * * * *', end: '2026-11-20T00:00:00Z' },
    { field: 'end', expected: /a time to come/, got: '2026-11-20T00:00:00Z' },
  ],
  [
    'an end before the start',
    { cron: '0 * * * *', start: '2027-01-02T00:00:00Z', end: '2027-01-01T00:00:00Z' },
    { field: 'end', expected: /a time after `start`/, got: '"2027-01-01T00:00:00.000Z"' },
  ],
  [
    'an end before the first slot',
    { cron: '0 0 1 1 *', end: '2026-12-31T00:00:00Z' },
    { field: 'end', expected: /after the first slot, which is 2027-01-01T00:00/, got: '2026-12-31T00:00:00Z' },
  ],
  [
    'a local time that does not exist',
    { at: '2027-03-28T02:30', timezone: 'Europe/Berlin' },
    { field: 'at', expected: /on 2027-03-28 clocks in Europe\/Berlin go forward from 02:00 to 03:00/, got: '2027-03-28T02:30' },
  ],
  [
    'bounds of what comes once',
    { at: '2027-03-28T12:30:00Z', end: '2028-01-01T00:00:00Z' },
    { field: 'end', expected: /no `end` beside `at`/, got: '2028-01-01T00:00:00Z' },
  ],
  ['a day that no month has', { at: '2027-02-31T12:30:00Z' }, { field: 'at', expected: /./, got: '"2027-02-31T12:30:00Z"' }],
  [
    'an input above 32 KiB',
    { cron: '0 * * * *', input: 'x'.repeat(40_000) },
    { field: 'input', expected: /at most 32768 bytes in all/, got: '40012 bytes' },
  ],
])('refuses %s, in a sentence that says what is allowed and what was given', async (_what, body, error) => {
  const answer = await call('POST', '/v1/schedules', { script: await givenScript(), ...body });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'bad-request', errors: [{ ...error, expected: expect.stringMatching(error.expected) }] },
  });
});

test('refuses a script that is not there or no more, and a version that it never had', async () => {
  const name = await givenScript();
  const withVersion = { script: name, cron: '0 * * * *', version: 7 };
  expect(await call('POST', '/v1/schedules', withVersion)).toMatchObject({ status: 404, body: { code: 'no-version' } });
  await call('DELETE', `/v1/scripts/${name}`);
  const answer = await call('POST', '/v1/schedules', { script: name, cron: '0 * * * *' });
  const detail = `There is no script "${name}"; list the scripts, and mind upper and lower case.`;
  expect(answer).toMatchObject({ status: 404, body: { code: 'not-found', detail } });
});

test('holds the input to the version that would run now', async () => {
  const script = await givenScript(takesName);
  const answer = await call('POST', '/v1/schedules', { script, cron: '0 * * * *', input: { times: 'two' } });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
  expect(JSON.stringify(answer.body)).toContain('input.name');
  expect(await givenSchedule({ script, input: { name: 'a' } })).toMatchObject({ input: { name: 'a' } });
});

test('a preview tells the same and saves nothing', async () => {
  const body = { script: await givenScript(), rate: '1 day', memoryMiB: 1000 };
  const { body: told } = await call('POST', '/v1/schedules/preview', body);
  const made = await givenSchedule(body);
  expect(told).toEqual({ nextFires: made.nextFires, notes: made.notes, estimate: made.estimate });
  expect(made.estimate.message).toContain('0.25 vCPU and 2048 MiB');
  const listed = await call('GET', `/v1/schedules?script=${body.script}`);
  expect(listed.body).toMatchObject({ items: [{ id: made.id }] });
});

test('a schedule is shown under the present name of its script', async () => {
  const script = await givenScript();
  const { id } = await givenSchedule({ script });
  await call('PATCH', `/v1/scripts/${script}`, { name: `${script}-renamed` });
  expect((await show(id)).script).toBe(`${script}-renamed`);
  const listed = await call('GET', `/v1/schedules?script=${script}-renamed`);
  expect(listed.body).toMatchObject({ items: [{ id, script: `${script}-renamed` }] });
  await call('DELETE', `/v1/scripts/${script}-renamed`);
  expect(schedule.parse((await call('GET', `/v1/schedules/${id}`)).body).estimate.basis).toBe('limits');
});
