import { expect, test } from 'vitest';
import { dueBetween } from '../../../../functions/stores/schedules/due.ts';
import { clockNotes } from '../../../../functions/stores/schedules/clock-notes.ts';

/** Due times of an expression in a zone from one UTC midnight to another, as literals worked out by hand from the zone's rules. */
type Row = [zone: string, what: string, cron: string, from: string, to: string, due: readonly string[], note: string | null];

// Berlin, EU rules: forward on the last Sunday of March at 01:00 UTC, back on the last of October at 01:00 UTC; UTC+1, in summer +2.
const berlin: Row[] = [
  [
    'Europe/Berlin',
    'spring 2027, a time that does not exist',
    '30 2 * * *',
    '2027-03-27',
    '2027-03-30',
    ['2027-03-27T01:30Z', '2027-03-29T00:30Z'],
    'On 2027-03-28 clocks in Europe/Berlin go forward from 02:00 to 03:00: 02:30 does not exist that day, so this slot is skipped.',
  ],
  [
    'Europe/Berlin',
    'spring 2026, every half hour',
    '*/30 1-3 * * *',
    '2026-03-28T12:00Z',
    '2026-03-29T12:00Z',
    ['2026-03-29T00:00Z', '2026-03-29T00:30Z', '2026-03-29T01:00Z', '2026-03-29T01:30Z'],
    'On 2026-03-29 clocks in Europe/Berlin go forward from 02:00 to 03:00: 02:00 and 02:30 do not exist that day, so these 2 slots are skipped.',
  ],
  [
    'Europe/Berlin',
    'spring 2027, the first time that exists again',
    '0 3 27,28 3 *',
    '2027-03-27',
    '2027-03-29',
    ['2027-03-27T02:00Z', '2027-03-28T01:00Z'],
    'On 2027-03-28 clocks in Europe/Berlin go forward from 02:00 to 03:00: slots keep their local time and come 60 minutes earlier in UTC from then on.',
  ],
  [
    'Europe/Berlin',
    'autumn 2026, a time that comes twice',
    '30 2 * * *',
    '2026-10-24',
    '2026-10-27',
    ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    'On 2026-10-25 clocks in Europe/Berlin go back from 03:00 to 02:00: 02:30 comes twice; it runs once, the first time.',
  ],
  [
    'Europe/Berlin',
    'autumn 2026, every half hour over the hour that comes twice',
    '*/30 * * * *',
    '2026-10-24T23:00Z',
    '2026-10-25T02:59Z',
    ['2026-10-24T23:00Z', '2026-10-24T23:30Z', '2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-25T02:00Z', '2026-10-25T02:30Z'],
    'On 2026-10-25 clocks in Europe/Berlin go back from 03:00 to 02:00: 02:00 and 02:30 come twice; each runs once, the first time.',
  ],
  [
    'Europe/Berlin',
    'autumn 2027, another time of the day',
    '15 8 * * *',
    '2027-10-30',
    '2027-11-01',
    ['2027-10-30T06:15Z', '2027-10-31T07:15Z'],
    'On 2027-10-31 clocks in Europe/Berlin go back from 03:00 to 02:00: slots keep their local time and come 60 minutes later in UTC from then on.',
  ],
];

// New York, US rules: forward on the second Sunday of March at 02:00, back on the first of November at 02:00; UTC-5, in summer -4.
const newYork: Row[] = [
  [
    'America/New_York',
    'spring 2027',
    '30 2 * * *',
    '2027-03-13',
    '2027-03-16',
    ['2027-03-13T07:30Z', '2027-03-15T06:30Z'],
    'On 2027-03-14 clocks in America/New_York go forward from 02:00 to 03:00: 02:30 does not exist that day, so this slot is skipped.',
  ],
  [
    'America/New_York',
    'spring 2026, either the day of the month or the day of the week',
    '15 2 8 3 1',
    '2026-03-07',
    '2026-03-10',
    ['2026-03-09T06:15Z'],
    'On 2026-03-08 clocks in America/New_York go forward from 02:00 to 03:00: 02:15 does not exist that day, so this slot is skipped.',
  ],
  [
    'America/New_York',
    'autumn 2026',
    '30 1 * * *',
    '2026-10-31',
    '2026-11-03',
    ['2026-10-31T05:30Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    'On 2026-11-01 clocks in America/New_York go back from 02:00 to 01:00: 01:30 comes twice; it runs once, the first time.',
  ],
  [
    'America/New_York',
    'autumn 2027, every twenty minutes over the hour that comes twice',
    '*/20 1,2 * * *',
    '2027-11-07',
    '2027-11-08',
    ['2027-11-07T05:00Z', '2027-11-07T05:20Z', '2027-11-07T05:40Z', '2027-11-07T07:00Z', '2027-11-07T07:20Z', '2027-11-07T07:40Z'],
    'On 2027-11-07 clocks in America/New_York go back from 02:00 to 01:00: 01:00, 01:20 and 01:40 come twice; each runs once, the first time.',
  ],
];

// Lord Howe: UTC+10:30, in summer +11; half an hour forward on the first Sunday of October at 02:00, back on the first of April at 02:00.
const lordHowe: Row[] = [
  [
    'Australia/Lord_Howe',
    'October 2026, half an hour that does not exist',
    '15 2 * * *',
    '2026-10-02',
    '2026-10-05T12:00Z',
    ['2026-10-02T15:45Z', '2026-10-04T15:15Z'],
    'On 2026-10-04 clocks in Australia/Lord_Howe go forward from 02:00 to 02:30: 02:15 does not exist that day, so this slot is skipped.',
  ],
  [
    'Australia/Lord_Howe',
    'October 2026, behind the half hour',
    '30 2 3,4 10 *',
    '2026-10-02',
    '2026-10-05',
    ['2026-10-02T16:00Z', '2026-10-03T15:30Z'],
    'On 2026-10-04 clocks in Australia/Lord_Howe go forward from 02:00 to 02:30: slots keep their local time and come 30 minutes earlier in UTC from then on.',
  ],
  [
    'Australia/Lord_Howe',
    'April 2027, half an hour that comes twice',
    '45 1 * * *',
    '2027-04-02',
    '2027-04-05',
    ['2027-04-02T14:45Z', '2027-04-03T14:45Z', '2027-04-04T15:15Z'],
    'On 2027-04-04 clocks in Australia/Lord_Howe go back from 02:00 to 01:30: 01:45 comes twice; it runs once, the first time.',
  ],
  [
    'Australia/Lord_Howe',
    'April 2026, quarters of an hour',
    '*/15 1 5 4 *',
    '2026-04-04',
    '2026-04-05',
    ['2026-04-04T14:00Z', '2026-04-04T14:15Z', '2026-04-04T14:30Z', '2026-04-04T14:45Z'],
    'On 2026-04-05 clocks in Australia/Lord_Howe go back from 02:00 to 01:30: 01:30 and 01:45 come twice; each runs once, the first time.',
  ],
];

// Casablanca, Ramadan of 2026: UTC+1 but for the month, in which it is UTC: back on 15 February at 03:00, forward on 22 March at 02:00.
const casablanca: Row[] = [
  [
    'Africa/Casablanca',
    'the beginning of Ramadan 2026, a time that comes twice',
    '30 2 * * *',
    '2026-02-14',
    '2026-02-17',
    ['2026-02-14T01:30Z', '2026-02-15T01:30Z', '2026-02-16T02:30Z'],
    'On 2026-02-15 clocks in Africa/Casablanca go back from 03:00 to 02:00: 02:30 comes twice; it runs once, the first time.',
  ],
  [
    'Africa/Casablanca',
    'the end of Ramadan 2026, a time that does not exist',
    '30 2 * * *',
    '2026-03-21',
    '2026-03-24',
    ['2026-03-21T02:30Z', '2026-03-23T01:30Z'],
    'On 2026-03-22 clocks in Africa/Casablanca go forward from 02:00 to 03:00: 02:30 does not exist that day, so this slot is skipped.',
  ],
];

// Kathmandu: UTC+5:45 all the year.
const kathmandu: Row[] = [
  ['Asia/Kathmandu', 'spring 2027', '0 6 * * *', '2027-03-27', '2027-03-29', ['2027-03-27T00:15Z', '2027-03-28T00:15Z'], null],
  ['Asia/Kathmandu', 'autumn 2026', '*/30 2 25 10 *', '2026-10-24', '2026-10-26', ['2026-10-24T20:15Z', '2026-10-24T20:45Z'], null],
];

const table = [...berlin, ...newYork, ...lordHowe, ...casablanca, ...kathmandu];

test.each(table)('%s, %s: %s', (timezone, _what, cron, from, to, due, note) => {
  const timing = { recurrence: { kind: 'cron', cron }, timezone } as const;
  const before = new Date(new Date(from).getTime() - 1);
  const found = dueBetween(timing, before, new Date(to), 100);
  expect(found.map((at) => at.toISOString().replace(':00.000Z', 'Z'))).toEqual(due);
  expect(clockNotes(timing, before, new Date(to), found)).toEqual(note === null ? [] : [note]);
});

test('a rate knows no clocks', () => {
  const timing = { recurrence: { kind: 'rate', everySec: 3600 }, timezone: 'Europe/Berlin', start: '2026-10-24T22:30:00.000Z' } as const;
  const found = dueBetween(timing, new Date('2026-10-24T23:00Z'), new Date('2026-10-25T03:00Z'), 100);
  expect(found.map((at) => at.toISOString().slice(11, 16))).toEqual(['23:30', '00:30', '01:30', '02:30']);
  expect(clockNotes(timing, new Date('2026-10-24T23:00Z'), new Date('2026-10-25T03:00Z'), found)).toEqual([]);
});
