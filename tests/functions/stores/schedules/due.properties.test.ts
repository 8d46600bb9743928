import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueBetween, nextDue, slotAt } from '../../../../functions/stores/schedules/due.ts';

/** A field of an expression with the values that it means, made together so that nothing has to be read. */
interface Field {
  text: string;
  any: boolean;
  values: ReadonlySet<number>;
}

interface Local {
  minute: number;
  hour: number;
  day: number;
  month: number;
  weekday: number;
}

const minuteMs = 60_000;
const windowMs = 36 * 60 * minuteMs;

/** Around these hours clocks change, or do not. */
const changes: readonly (readonly [zone: string, around: string])[] = [
  ['Europe/Berlin', '2027-03-28T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2027-03-14T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Australia/Lord_Howe', '2027-04-03T15:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00Z'],
  ['Africa/Casablanca', '2026-03-22T02:00Z'],
  ['Asia/Kathmandu', '2026-10-25T01:00Z'],
  ['UTC', '2026-12-31T23:00Z'],
];

function range(low: number, high: number): number[] {
  return Array.from({ length: high - low + 1 }, (_, place) => low + place);
}

function every(low: number, high: number): fc.Arbitrary<Field> {
  return fc.constant({ text: '*', any: true, values: new Set(range(low, high)) });
}

function some(low: number, high: number): fc.Arbitrary<Field> {
  const value = fc.integer({ min: low, max: high });
  return fc.oneof(
    fc.uniqueArray(value, { minLength: 1, maxLength: 4 }).map((list) => ({ text: list.join(','), any: false, values: new Set(list) })),
    fc.tuple(value, value).map(([one, other]) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      return { text: `${from}-${to}`, any: false, values: new Set(range(from, to)) };
    }),
  );
}

function stepsOf(high: number): fc.Arbitrary<Field> {
  return fc.integer({ min: 2, max: high }).map((step) => {
    return { text: `*/${step}`, any: false, values: new Set(range(0, high).filter((at) => at % step === 0)) };
  });
}

const expression = fc
  .tuple(
    fc.oneof(every(0, 59), some(0, 59), stepsOf(59)),
    // Clocks change in the small hours.
    fc.oneof(every(0, 23), some(0, 23), stepsOf(23), some(1, 3)),
    fc.oneof({ weight: 2, arbitrary: every(1, 31) }, { weight: 1, arbitrary: some(1, 31) }),
    fc.oneof({ weight: 3, arbitrary: every(1, 12) }, { weight: 1, arbitrary: some(1, 12) }),
    fc.oneof({ weight: 2, arbitrary: every(0, 6) }, { weight: 1, arbitrary: some(0, 6) }),
  )
  .map((fields) => ({ fields, cron: fields.map(({ text }) => text).join(' ') }));

type Fields = readonly [minute: Field, hour: Field, day: Field, month: Field, weekday: Field];

function matches([minute, hour, day, month, weekday]: Fields, local: Local): boolean {
  const byDay = day.values.has(local.day);
  const byWeekday = weekday.values.has(local.weekday);
  const onDay = !day.any && !weekday.any ? byDay || byWeekday : byDay && byWeekday;
  return minute.values.has(local.minute) && hour.values.has(local.hour) && month.values.has(local.month) && onDay;
}

/** What a clock on the wall shows, as JavaScript's own Swedish writes it: 2026-10-25 02:30. */
function clocksOf(timezone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' });
  const shown = shownBy.get(timezone) ?? new Map<number, string>();
  shownBy.set(timezone, shown);
  return (at) => {
    const text = shown.get(at) ?? format.format(at);
    shown.set(at, text);
    return text;
  };
}

/** The same minutes are looked at again and again. */
const shownBy = new Map<string, Map<number, string>>();

function localOf(text: string): Local {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/[- :]/).map(Number);
  return { minute, hour, day, month, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

/** Minute by minute: what fits and was not shown before. */
function expected(fields: Fields, timezone: string, from: Date, to: Date): string[] {
  const [clock, shown] = [clocksOf(timezone), new Set<string>()];
  const due: string[] = [];
  // Clocks that went back less than three hours ago show again what they showed then.
  for (let at = from.getTime() - 180 * minuteMs; at <= to.getTime(); at += minuteMs) {
    const text = clock(at);
    if (at > from.getTime() && !shown.has(text) && matches(fields, localOf(text))) due.push(new Date(at).toISOString());
    shown.add(text);
  }
  return due;
}

const places = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: 0, max: 2880 }));

test('due times are the minutes whose local time the expression names, each local time once and the first time', () => {
  fc.assert(
    fc.property(expression, places, ({ cron, fields }, [[timezone, around], shift]) => {
      const from = new Date(new Date(around).getTime() - shift * minuteMs);
      const to = new Date(from.getTime() + windowMs);
      const found = dueBetween({ recurrence: { kind: 'cron', cron }, timezone }, from, to, 10_000);
      expect(found.map((at) => at.toISOString())).toEqual(expected(fields, timezone, from, to));
    }),
    { numRuns: 150 },
  );
});

test('the next due time is the first of those between, a slot is found by its own time alone, and any piece of a stretch gives that piece', () => {
  fc.assert(
    fc.property(expression, places, fc.integer({ min: 1, max: 50 }), ({ cron }, [[timezone, around]], taken) => {
      const timing = { recurrence: { kind: 'cron', cron }, timezone } as const;
      const from = new Date(new Date(around).getTime() - windowMs / 2);
      const whole = dueBetween(timing, from, new Date(from.getTime() + windowMs), 10_000);
      const first = whole.slice(0, taken);
      const middle = first.at(-1) ?? from;
      expect(dueBetween(timing, from, middle, 10_000)).toEqual(first);
      expect(dueBetween(timing, middle, new Date(from.getTime() + windowMs), 10_000)).toEqual(whole.slice(first.length));
      for (const slot of first.slice(0, 5)) {
        expect(nextDue(timing, new Date(slot.getTime() - 1))).toEqual(slot);
        expect(slotAt(timing, slot)).toEqual(slot);
        expect(slotAt(timing, new Date(slot.getTime() + 1000))).toBeNull();
      }
    }),
    { numRuns: 60 },
  );
});

test('a rate is a grid from its start, whose point an event means that comes up to a minute behind it', () => {
  const timing = fc.record({
    everySec: fc.integer({ min: 1, max: 1000 }).map((minutes) => minutes * 60),
    startMs: fc.integer({ min: 0, max: 2_000_000_000 }).map((sec) => sec * 1000),
    slots: fc.integer({ min: 0, max: 5000 }),
    late: fc.integer({ min: 0, max: 59_999 }),
  });
  fc.assert(
    fc.property(timing, ({ everySec, startMs, slots, late }) => {
      const rate = { recurrence: { kind: 'rate', everySec }, timezone: 'UTC', start: new Date(startMs) } as const;
      const slot = new Date(startMs + slots * everySec * 1000);
      expect(slotAt(rate, new Date(slot.getTime() + late))).toEqual(slot);
      expect(nextDue(rate, slot)).toEqual(new Date(slot.getTime() + everySec * 1000));
      if (everySec > 60) expect(slotAt(rate, new Date(slot.getTime() + 60_001))).toBeNull();
      expect(nextDue(rate, new Date(0 - everySec * 1000))).toEqual(new Date(startMs));
    }),
  );
});
