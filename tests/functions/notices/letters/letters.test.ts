import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestLetter } from '../../../../functions/notices/letters/digest-letter.ts';
import { endLetter } from '../../../../functions/notices/letters/end-letter.ts';
import type { Json } from '../../../../core/schemas/json.ts';
import { outcome } from '../../../../core/run.ts';
import type { Facts } from '../../../../core/run.ts';
import { duration, size } from '../../../../functions/notices/letters/words.ts';
import { checkMessage } from '../../../../functions/ports/message.ts';
import { firstFailure, formsOf, givenStory, links, verdicts } from './given-story.ts';

test('a mail says script, version, why, what to do, how long, the end of the log, the input, where to look and how to stop', () => {
  const log = Array.from({ length: 20 }, (_, line) => `line ${line}`);
  const changes = { phases: { runningMs: 125_000 }, attempt: 2 };
  const { text, html } = formsOf(firstFailure(givenStory({ input: { day: '2026-11-21', token: 'tttttttt' }, log, changes })));
  for (const form of [text, html])
    for (const part of [
      'nightly',
      '3',
      'ValueError: boom',
      'in line 42',
      'What to do',
      '2 min 5 s',
      'line 0',
      'line 19',
      '2026-11-21',
      '[redacted]',
      links.message,
      links.unsubscribe,
      'runlet rerun run_',
    ])
      expect(form).toContain(part);
  expect(text).toMatch(/Attempts: +2/);
});

const ends: [Facts, string][] = [
  [
    { kind: 'ended', exitCode: 3, signal: null, hasException: false, exceptionText: null, result: 'none', detail: null },
    'nightly failed: exit code 3',
  ],
  [
    { kind: 'ended', exitCode: null, signal: 9, hasException: false, exceptionText: null, result: 'none', detail: null },
    'nightly failed: signal 9',
  ],
  [{ kind: 'stopped', by: 'timeout', detail: null }, 'nightly timed out after 5 min'],
  [{ kind: 'stopped', by: 'out-of-memory', detail: null }, 'nightly failed: out of memory (384 MiB)'],
  [{ kind: 'lost' }, 'nightly crashed: its process is gone'],
  [{ kind: 'queue-timeout' }, 'nightly crashed: queue timeout'],
  [{ kind: 'start-failed', detail: 'no image' }, 'nightly crashed: start failed'],
  [{ kind: 'invalid-input', detail: 'x' }, 'nightly failed: invalid input'],
];

test.each(ends)('of %j the subject says %j', (facts, subject) => {
  const exitCode = facts.kind === 'ended' ? facts.exitCode : null;
  const signal = facts.kind === 'ended' ? facts.signal : null;
  const story = givenStory({ changes: { ...outcome(facts), exitCode, signal, exception: null } });
  expect(firstFailure(story).subject).toBe(subject);
  expect(firstFailure(story).advice).not.toBeNull();
});

test('in 40 characters of a subject stand the script and what happened, however long its name', () => {
  const script = 'finance-month-end-closing-of-all-subsidiaries-in-europe-with-currency-conversion';
  const story = givenStory({ changes: { script } });
  const failing = { since: '2026-11-20T03:00:00.000Z', firstRun: 'run_1', failures: 13, statuses: ['FAILED'] };
  const untold = { counts: { FAILED: 12 }, since: '2026-11-20T03:00:00.000Z', lastRun: 'run_2' };
  const subjects = [
    firstFailure(story),
    digestLetter(story, { failing, untold, at: '2026-11-21T03:00:00.000Z' }),
    endLetter(story, { kind: 'recovered', verdict: { ...verdicts.none, recovered: failing } }),
  ].map(({ subject }) => subject.slice(0, 40));
  expect(subjects).toEqual([
    'finance-mont..ersion failed: ValueError:',
    'finance-mont..ersion failed 12 more time',
    'finance-mont..ersion is well again after',
  ]);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '\r\nBcc: eve@example.com',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '\u202Eevil\u2066',
    '\u0000',
    '😀'.repeat(50),
    '\uD800',
    '--',
    '</pre></body></html>',
    "' onmouseover='x",
    '\u2028\u2029',
    'é'.repeat(300),
  ),
);

describe('whatever a script prints, is given or raises', () => {
  test('a mail is one that every carrier takes, and its page holds nothing but ours', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { maxLength: 6 }),
        fc.dictionary(hostile, hostile, { maxKeys: 4 }),
        hostile,
        (log, input, exception) => {
          const { subject, text, html } = formsOf(firstFailure(givenStory({ input, log, exception })));
          checkMessage({ to: 'ada@example.com', subject, text, html, messageId: 'msg_1' });
          expect(text).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/mu);
          expect([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name)).toEqual(expectedTags(html));
          expect(html).not.toMatch(/<[^>]*\son\w+=/i);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a mail stays small and quick to write', () => {
    const large = 'x<&"'.repeat(250_000);
    const log = Array.from({ length: 20 }, () => large.slice(0, 16_000));
    const { text, html } = formsOf(
      firstFailure(givenStory({ input: { a: large, b: Array.from({ length: 5000 }, () => '<'.repeat(300)) }, log, exception: large })),
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(150_000);
  });
});

const ours = new Set(['html', 'head', 'meta', 'title', 'body', 'div', 'h1', 'h2', 'p', 'strong', 'table', 'tr', 'th', 'td', 'pre', 'a']);

/** The elements of a page as they are, if all of them are ours. */
function expectedTags(html: string): (string | undefined)[] {
  return [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => (ours.has(name ?? '') ? name : 'none of ours'));
}

test('an input of any depth and length is shown as far as a mail goes', () => {
  let deep: Json = 'bottom';
  for (let level = 0; level < 20_000; level++) deep = { deep };
  const { text } = formsOf(
    firstFailure(givenStory({ input: { deep, long: 'x'.repeat(50_000), list: Array.from({ length: 500 }, (_, at) => at) } })),
  );
  expect(text).toContain('"…"');
  expect(text).not.toContain('bottom');
});

test('a run without output and without input says so, and one that nobody may look through as well', () => {
  expect(formsOf(firstFailure(givenStory())).text).toContain('The run left no output.');
  expect(formsOf(firstFailure(givenStory())).text).not.toContain('Input');
});

test.each([
  [0, '0.0 s'],
  [900, '0.9 s'],
  [9990, '10.0 s'],
  [59_900, '60 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h'],
  [5_432_000, '1 h 31 min'],
])('%i ms are told as %s', (ms, words) => expect(duration(ms)).toBe(words));

test.each([
  [5, '5 bytes'],
  [2048, '2 KiB'],
  [5 * 1024 * 1024, '5 MiB'],
  [1.5 * 1024 ** 3, '1.5 GiB'],
])('%i bytes are told as %s', (bytes, words) => expect(size(bytes)).toBe(words));
