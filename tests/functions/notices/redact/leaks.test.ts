import { expect, test } from 'vitest';
import type { Json } from '../../../../core/schemas/json.ts';
import { credentialsIn, withoutCredentials } from '../../../../functions/notices/redact/credentials.ts';
import { inputSecrets, redacted } from '../../../../functions/notices/redact/redacted.ts';

/** Text of a log or an input in which somebody wrote a secret, and what of it is shown. */
const leaks = [
  [String.raw`{"body":"{\"password\":\"hunter2\"}"}`, String.raw`{"body":"{\"password\":\"[redacted]\"}"}`],
  [
    String.raw`"{\"body\":\"{\\\"password\\\":\\\"hun\\\\\\\"ter2\\\"}\"}"`,
    String.raw`"{\"body\":\"{\\\"password\\\":\\\"[redacted]\\\"}\"}"`,
  ],
  [String.raw`{"password":"abc\"def hunter2","n":1}`, '{"password":"[redacted]","n":1}'],
  ["{'password': 'abc\\'def hunter2', 'n': 1}", "{'password': '[redacted]', 'n': 1}"],
  ['password="hunter2 and more of it', 'password="[redacted]'],
  ['password := hunter2', 'password := [redacted]'],
  ['if password == hunter2', 'if password == [redacted]'],
  ['password => hunter2', 'password => [redacted]'],
  ['password =      hunter2', 'password =      [redacted]'],
  ['password      : hunter2', 'password      : [redacted]'],
  ['DBPASS=hunter2 DBPWD=hunter3 userpass=hunter4', 'DBPASS=[redacted] DBPWD=[redacted] userpass=[redacted]'],
  ['run --password hunter2 --verbose', 'run --password [redacted] --verbose'],
  ['run --db-password=hunter2 --verbose', 'run --db-password=[redacted] --verbose'],
  ['q=password%3Dhunter2&n=1', 'q=password%3D[redacted]&n=1'],
  ['{name:"DB_PASSWORD",value:"hunter2"}', '{name:"DB_PASSWORD",value:"[redacted]"}'],
  ['{"name": "DB_PASSWORD", "value": "hunter2"}', '{"name": "DB_PASSWORD", "value": "[redacted]"}'],
  ['name: DB_PASSWORD\nvalue: hunter2', 'name: DB_PASSWORD\nvalue: [redacted]'],
  ['[["Authorization","Bearer abcde10"]]', '[["Authorization","[redacted]"]]'],
  ["('password', 'hunter2')", "('password', '[redacted]')"],
  ['{"secrets": {"a": "hunter2"}}', '{"secrets": [redacted]'],
  ['redis://:p/w@h.example/0', 'redis://:[redacted]@h.example/0'],
  ['postgres://u:p@ss:w/x@h.example/db', 'postgres://u:[redacted]@h.example/db'],
  ['Authorization: Digest username="ada", nonce="n1", response="hunter2"', 'Authorization: [redacted]'],
  ['sent Digest username="ada", response="hunter2"', 'sent Digest [redacted]'],
  ['Cookie: a=hunter2; b=hunter3', 'Cookie: [redacted]'],
  ['https://x.example/f?sv=1&sig=hunter2&n=1', 'https://x.example/f?sv=1&sig=[redacted]&n=1'],
  ['note="say password=hunter2"', 'note="say password=[redacted]"'],
  ['password=[redacted], token=hunter2', 'password=[redacted], token=[redacted]'],
] as const;

test.each(leaks)('what is written as %s is shown without its secret', (text, shown) => expect(withoutCredentials(text)).toBe(shown));

test.each(leaks)('a secret of an input that is written as %s is known, so that it is found wherever it is printed', (text) => {
  expect(credentialsIn(text).some((secret) => /hun|p\/w|p@ss|abcde10/.test(secret))).toBe(true);
});

test.each<Json>([
  { name: 'DB_PASSWORD', value: 'hunter2' },
  { key: 'api-key', value: 'hunter2', rows: 3 },
  { headers: [['Authorization', 'hunter2']] },
])('the secret of %j is known by the name beside it', (input) => {
  expect(inputSecrets(input)).toEqual({ secrets: ['hunter2'], isComplete: true });
  expect(JSON.stringify(redacted(input))).not.toContain('hunter2');
});

test.each([
  'see https://example.com:8080/path?mail=ada@example.com',
  'the bypass is open: yes',
  'name: rows, value: 3',
  '["name", "rows", "ada"]',
  'tokens: [] and 5 rows',
  'run --verbose --rows 3',
])('what is no secret stays: %s', (text) => expect(withoutCredentials(text)).toBe(text));

/** Text that makes a form which looks ahead and back try each place again. */
const hostile = [
  'a',
  'a.-',
  'eyJ-',
  '://:',
  'a://',
  'a="',
  '\\"',
  'password="\\"',
  'name:"',
  '-----BEGIN PRIVATE KEY-----',
  'SG.a-',
  '--a ',
  '" ,',
];

test.each(hostile)('a long line of nothing but %j is looked through in a time that grows with its length alone', (piece) => {
  const taken = (length: number) => {
    const text = piece.repeat(Math.ceil(length / piece.length));
    const begun = process.cpuUsage();
    withoutCredentials(text);
    return process.cpuUsage(begun).user / 1000;
  };
  // A form that tries each place again takes minutes.
  expect(taken(400_000)).toBeLessThan(5000);
});
