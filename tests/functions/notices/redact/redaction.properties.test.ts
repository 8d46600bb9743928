import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../../core/schemas/json.ts';
import { firstFailure, formsOf, givenStory } from '../letters/given-story.ts';

const names = [
  'password',
  'DB_PASSWORD',
  'apiKey',
  'api-key',
  'accessToken',
  'client_secret',
  'Authorization',
  'passwd',
  'privateKey',
  'smtpPass',
];

/** Text that stands nowhere in a mail by chance: a sign that no word of ours has, and then anything. */
const secret = fc
  .tuple(fc.string({ unit: 'grapheme', minLength: 4, maxLength: 60 }), fc.integer({ min: 100, max: 999 }))
  .map(([text, number]) => `§${number}${text.trim()}¶`);

const encodings: Record<string, (text: string) => string> = {
  plain: (text) => text,
  quoted: (text) => `'${text}'`,
  json: (text) => JSON.stringify({ value: text }),
  'json in json': (text) => JSON.stringify(JSON.stringify({ value: text })),
  'python json': (text) =>
    JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 for addresses': (text) => Buffer.from(text).toString('base64url'),
  'base64 behind a name': (text) => Buffer.from(`ada:${text}`).toString('base64'),
  'in an address': (text) => `https://example.com/?q=${encodeURIComponent(text)}&n=1`,
  'in a form': (text) => `q=${encodeURIComponent(text).replaceAll('%20', '+')}`,
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  coloured: (text) => `\u001B[31m${text.slice(0, 3)}\u001B[0m${text.slice(3)}`,
};

/** Where the secret stands in the input. */
const places: ((name: string, value: Json) => Json)[] = [
  (name, value) => ({ [name]: value, rows: 3 }),
  (name, value) => ({ servers: [{ [name]: value }] }),
  (name, value) => ({ [name]: [value, { deep: value }] }),
];

/** A page as its reader sees it. */
function asSeen(html: string): string {
  const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
  return html.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => signs[entity] ?? entity);
}

test.each(Object.keys(encodings))('no secret of an input stands in a mail, printed %s', (encoding) => {
  const encode = encodings[encoding] ?? ((text: string) => text);
  fc.assert(
    fc.property(secret, fc.constantFrom(...names), fc.constantFrom(...places), (value, name, place) => {
      const printed = encode(value);
      const story = givenStory({ input: place(name, value), log: ['begin', `got ${printed} from it`], exception: `bad ${printed}` });
      const { subject, text, html } = formsOf(firstFailure(story));
      const shown = [subject, text, html, asSeen(html)].join('\n');
      expect(shown).not.toContain(value);
      expect(shown).not.toContain(encode === encodings['coloured'] ? value : printed);
    }),
    { numRuns: 150 },
  );
});

test('a secret of several lines is taken out of each line of the log', () => {
  const secret = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAxyz\nq83hf9qhf93hf\n-----END RSA PRIVATE KEY-----';
  const story = givenStory({ input: { deployKey: secret }, log: ['using', ...secret.split('\n').slice(1)] });
  const { text, html } = formsOf(firstFailure(story));
  for (const line of secret.split('\n').slice(1, 3)) for (const form of [text, html]) expect(form).not.toContain(line);
});

test('of a secret that is longer than what is read of a line nothing is shown', () => {
  const secret = Array.from({ length: 6000 }, (_, index) => `${index}ü`).join('-');
  const log = [`got ${secret.slice(0, 16_000)}… [line of 40000 bytes, cut]`];
  const { subject, text, html } = formsOf(firstFailure(givenStory({ input: { secret }, log, exception: secret })));
  for (const form of [subject, text, html]) expect(form).not.toMatch(/\d+ü-\d+ü/);
  expect(text).toContain('got [redacted]\n');
});

test('the variables and arguments given to a run never stand in a mail', () => {
  const changes = {
    env: { MODE: 'production-east', API_TOKEN: 'abcd', DEBUG: '1' },
    args: ['--password', 'hunter-22', '--token=wxyz'],
    argv: [],
  };
  const log = ['mode production-east', 'token abcd and hunter-22, wxyz', 'debug 1'];
  const { text, html } = formsOf(firstFailure(givenStory({ input: { n: 1 }, log, changes })));
  for (const value of ['production-east', 'abcd', 'hunter-22', 'wxyz']) for (const form of [text, html]) expect(form).not.toContain(value);
  expect(text).toContain('debug 1');
});

test('neither log nor input is shown when it is not known what in them is secret', () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`password${index}`, `value-${index}`]));
  const { text } = formsOf(firstFailure(givenStory({ input: many, log: ['value-299'], exception: 'value-299' })));
  expect(text).not.toContain('value-299');
  expect(text).toContain('it is too large, or holds too many secrets');
});
