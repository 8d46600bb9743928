import { expect, test } from 'vitest';
import { withoutCredentials } from '../../../../functions/notices/redact/credentials.ts';
import { inputSecrets, redacted } from '../../../../functions/notices/redact/redacted.ts';
import { redactorOf } from '../../../../functions/notices/redact/redactor.ts';
import { isSecretName } from '../../../../functions/notices/redact/secret-names.ts';

test.each([
  'password',
  'dbPassword',
  'DB_PASS',
  'api-key',
  'X-Api-Key',
  'token',
  'refresh_tokens',
  'clientSecret',
  'Authorization',
  'jwt',
  'PIN',
  'sshKey',
  'mypasswordfield',
  'DBPASS',
  'DBPWD',
  'userpass',
  'sig',
])('the name %s speaks of a secret', (name) => expect(isSecretName(name)).toBe(true));

test.each([
  'name',
  'key',
  'compass',
  'bypass',
  'cwd',
  'spine',
  'author',
  'max_tokens',
  'maxOutputTokens',
  'monkey',
  'passenger',
  'rows',
  '',
])('the name %s does not speak of a secret', (name) => expect(isSecretName(name)).toBe(false));

test.each([
  ['key id AKIAIOSFODNN7EXAMPLE here', 'key id [redacted] here'],
  ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '[redacted]'],
  ['Authorization: Bearer abc.def', 'Authorization: [redacted]'],
  ['postgres://ada:s3cr3t@db.example.com/x', 'postgres://ada:[redacted]@db.example.com/x'],
  ['password=hunter2, user=ada', 'password=[redacted], user=ada'],
  ["{'api_key': 'a b c', 'n': 1}", "{'api_key': '[redacted]', 'n': 1}"],
  ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'jwt [redacted]'],
  ['digest 9f86d081884c7d659a2feaa0c55ad015', 'digest [redacted]'],
])('what looks like a credential is taken out: %s', (text, left) => expect(withoutCredentials(text)).toBe(left));

test.each([
  '  File "/usr/lib/python3.13/site-packages/requests/adapters.py", line 486, in send',
  'run_01K0ABCDEFGHJKMNPQRSTVWXYZ and sch_01K0ABCDEFGHJKMNPQRSTVWXYZ',
  'id 123e4567-e89b-12d3-a456-426614174000 at 2026-11-21T03:00:00.000Z',
  'Basic understanding of bearer bonds',
  'ValueError: invalid literal for int() with base 10: n/a',
  'a_name_of_many_words_that_has_2_numbers_in_it_1',
])('what is no credential stays: %s', (text) => expect(withoutCredentials(text)).toBe(text));

test('a value is shown without what stands under secret names, and without credentials wherever they stand', () => {
  const value = {
    user: 'ada',
    password: 'x',
    empty: { token: '' },
    list: [{ secret: { deep: [1] } }],
    note: 'see AKIAIOSFODNN7EXAMPLE',
    n: 3,
  };
  expect(redacted(value)).toEqual({
    user: 'ada',
    password: '[redacted]',
    empty: { token: '' },
    list: [{ secret: '[redacted]' }],
    note: 'see [redacted]',
    n: 3,
  });
});

test('the secrets of an input are found however deep they lie', () => {
  let deep: Record<string, unknown> = { password: 'at the bottom' };
  for (let level = 0; level < 50_000; level++) deep = { deep };
  expect(inputSecrets(JSON.parse('{"a":[{"token":"tttt","pin":4711}],"url":"https://a:bbbb@c.example"}')).secrets.toSorted()).toEqual([
    '4711',
    'bbbb',
    'tttt',
  ]);
  expect(inputSecrets({ deep: JSON.parse(JSON.stringify({ password: 'p' })) })).toEqual({ secrets: ['p'], isComplete: true });
  expect(inputSecrets(Object.assign(Object.create(null), deep)).secrets).toEqual(['at the bottom']);
});

test('text is shown without what steers a terminal or turns its direction', () => {
  const clean = redactorOf({ input: inputSecrets(null), env: {}, words: [] });
  expect(clean('\u001B[1;31mred\u001B[0m \u001B]0;title\u0007\u202Eevil\u2066 \u0000nul\ttab\r\nnext \uD800half')).toBe(
    'red evil  nul tab\nnext \uFFFDhalf',
  );
});
