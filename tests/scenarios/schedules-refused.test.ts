import { expect } from 'vitest';
import * as z from 'zod';
import type { CreateScheduleBody } from '../../core/schemas/schedule.ts';
import { scenario } from './scenario.ts';
import type { Edition } from './scenario.ts';
import { expectSentence } from './stories.ts';

/** A saved script under a name that no other story has. */
async function givenScript({ runlet, name }: Edition, source = 'print(1)\n'): Promise<string> {
  const script = `refused-${name}-${Math.random().toString(36).slice(2)}`;
  await runlet.createScript({ body: { name: script, source } });
  return script;
}

const refusals: [string, Omit<CreateScheduleBody, 'script'>, string, RegExp][] = [
  ['an unknown zone', { cron: '0 3 * * *', timezone: 'Europe/Berlni' }, 'timezone', /IANA time zone like "Europe\/Berlin"/],
  ['31 February', { cron: '0 0 31 2 *' }, 'cron', /a day that comes/],
  ['six fields', { cron: '0 0 3 * * *' }, 'cron', /five fields.*got 6/],
  ['a word', { cron: 'daily' }, 'cron', /five fields/],
  ['an hour that no day has', { cron: '0 25 * * *' }, 'cron', /hour: numbers from 0 to 23/],
  ['an end before the start', { cron: '0 3 * * *', start: '2099-02-01T00:00:00Z', end: '2099-01-01T00:00:00Z' }, 'end', /after `start`/],
  ['an end that is past', { cron: '0 3 * * *', end: '2020-01-01T00:00:00Z' }, 'end', /a time to come/],
  ['a slot in the past', { at: '2020-01-01T00:00:00Z' }, 'at', /a time to come; it is /],
  ['100,000 fires a day', { rate: '864 milliseconds' }, 'rate', /at most 1,440 times a day/],
  ['a rate of seconds', { rate: '30 seconds' }, 'rate', /whole minutes/],
  ['two recurrences', { cron: '0 3 * * *', rate: '1h' }, 'rate', /exactly one of/],
  ['no recurrence', {}, 'cron', /exactly one of/],
];

scenario('times that cannot be are refused by their field, in words that say what is allowed', async (edition) => {
  const script = await givenScript(edition);
  for (const [what, body, field, expected] of refusals) {
    const refused = await edition.runlet.createSchedule({ body: { ...body, script } }).catch((error: unknown) => error);
    expect(refused, what).toMatchObject({
      status: 400,
      code: 'bad-request',
      errors: [{ field, expected: expect.stringMatching(expected), got: expect.stringMatching(/./) }],
    });
    const shown = z.object({ message: z.string() }).parse(refused);
    expectSentence(shown.message);
  }
  expect((await edition.runlet.listSchedules({ query: { script } })).items).toEqual([]);
});

scenario('a schedule of a script that is not there, or of input that it does not take, is refused', async (edition) => {
  const { runlet } = edition;
  const script = await givenScript(edition, 'def main(count: int):\n    return count\n');
  const create = (body: Partial<CreateScheduleBody>) => runlet.createSchedule({ body: { script, cron: '0 3 * * *', ...body } });
  await expect(create({ script: 'never-saved' })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  await expect(create({ input: { count: 'three' } })).rejects.toMatchObject({ code: 'invalid-input', errors: [{ field: 'input.count' }] });
  await expect(create({ input: { count: 3 }, version: 7 })).rejects.toMatchObject({ code: 'no-version' });
  const { id } = await create({ input: { count: 3 } });
  await runlet.deleteScript({ params: { script } });
  await expect(create({ input: { count: 3 } })).rejects.toMatchObject({ status: 404 });
  await expect(runlet.runSchedule({ params: { schedule: id }, query: {} })).rejects.toMatchObject({ status: 404 });
});
