import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockChanges } from '../../../../functions/stores/schedules/clock-changes.ts';
import { instantsOf, offsetMs, wallTime } from '../../../../functions/stores/schedules/wall-time.ts';

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const from = Date.UTC(2020, 0, 1);
const seconds = fc.integer({ min: 0, max: 15 * 365 * 86_400 }).map((sec) => new Date(from + sec * 1000));

test('in every zone an instant is among those at which its clocks show what they show then, the first one first', () => {
  fc.assert(
    fc.property(zones, seconds, (zone, at) => {
      const instants = instantsOf(wallTime(at, zone), zone);
      expect(instants).toContainEqual(at);
      expect(instants).toEqual(instants.toSorted((one, other) => one.getTime() - other.getTime()));
    }),
    { numRuns: 2000 },
  );
});

test('in every zone clocks show each time of a change as often as they should: none while put forward, twice when put back', () => {
  fc.assert(
    fc.property(zones, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (zone, part) => {
      for (const { at, from: before, to: after } of clockChanges(zone, new Date(from), new Date(Date.UTC(2028, 0, 1)))) {
        const [low, high] = [Math.min(before.getTime(), after.getTime()), Math.max(before.getTime(), after.getTime())];
        const wall = new Date(low + Math.floor(((high - low) * part) / 1000) * 1000);
        expect(instantsOf(wall, zone)).toHaveLength(before < after ? 0 : 2);
        expect(offsetMs(at, zone) - offsetMs(new Date(at.getTime() - 1000), zone)).toBe(after.getTime() - before.getTime());
      }
    }),
    { numRuns: 100 },
  );
});

test('what is no zone is refused', () => {
  expect(() => wallTime(new Date(), 'Mars/Olympus')).toThrow(RangeError);
});
