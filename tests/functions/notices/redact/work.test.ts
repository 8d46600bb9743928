import { expect, test } from 'vitest';
import type { Json } from '../../../../core/schemas/json.ts';
import { boundedInput } from '../../../../functions/notices/letters/run-parts.ts';
import { matcherOf } from '../../../../functions/notices/redact/matcher.ts';
import { inputSecrets } from '../../../../functions/notices/redact/redacted.ts';
import { redactorOf } from '../../../../functions/notices/redact/redactor.ts';
import { firstFailure, formsOf, givenStory } from '../letters/given-story.ts';

function redactorFor(input: Json) {
  return redactorOf({ input: inputSecrets(input), env: {}, words: [] });
}

/** As many texts as a value holds. */
function leaves(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + leaves(item), 0);
}

const manyLines = Array.from({ length: 14_000 }, (_, index) => index.toString(36).padStart(6, 'q')).join('\n');

test.each<[string, Json]>([
  ['a secret of 14,000 lines', { password: manyLines }],
  ['201 secrets', Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`password${index}`, `value-${index}`]))],
  ['secrets of 51,000 characters', { token: Array.from({ length: 102 }, (_, index) => `${index}`.padStart(500, 'x')) }],
  ['6,000 texts in which a secret may stand', Array.from({ length: 6000 }, (_, index) => `rows=${index}`)],
  ['texts of 240,000 characters', Array.from({ length: 4 }, () => 'x=y '.repeat(15_000))],
  ['120,000 numbers', Array.from({ length: 120_000 }, (_, index) => index)],
])('for %s nothing is looked for, and neither log nor input is shown', (_, input) => {
  expect([redactorFor(input).isComplete, redactorFor(input).variants]).toEqual([false, 0]);
  const { text } = formsOf(firstFailure(givenStory({ input, log: ['got hunter-22'], exception: 'bad hunter-22' })));
  expect(text).not.toContain('hunter-22');
  expect(text).toContain('it is too large, or holds too many secrets');
});

test('no secret is looked for in more than 5,000 forms in all', () => {
  const counts = [1, 10, 100, 200].map((count) =>
    redactorFor({ password: Array.from({ length: count }, (_, index) => `${index} ä"/&<'+\\ ü`) }),
  );
  for (const { variants } of counts) expect(variants).toBeLessThanOrEqual(5000);
  expect(counts.map(({ isComplete }) => isComplete)).toEqual([true, true, true, false]);
});

test('however an input branches, some 200 of its parts and 40,000 of its characters are looked at to be shown', () => {
  const branches = (depth: number): Json => (depth === 0 ? 'leaf' : Array.from({ length: 20 }, () => branches(depth - 1)));
  expect(leaves(boundedInput(branches(3)))).toBeLessThan(300);
  const long = boundedInput(Array.from({ length: 50 }, () => 'x'.repeat(19_000)));
  expect(JSON.stringify(long).length).toBeLessThan(45_000);
  expect(boundedInput({ rows: [1, 2], name: 'ada' })).toEqual({ rows: [1, 2], name: 'ada' });
});

test('one pass finds the longest of many words at each place', () => {
  const match = matcherOf(['abcd', 'abcdef', 'abcdzz', 'bcde', 'abcdefgh', 'xyz', 'zzzz']);
  expect(match('_abcdefg abcdefgh abcdz bcdef xyz zzzzzzzz zzz', '#')).toBe('_#g # #z #f xyz ## zzz');
  expect(match('', '#')).toBe('');
  expect(matcherOf([])('abcd', '#')).toBe('abcd');
});
