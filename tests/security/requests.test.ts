import { expect, test } from 'vitest';
import { givenAttack } from './given-attack.ts';

const attack = givenAttack();

async function expectRefused(path: string, body: unknown, code: string): Promise<void> {
  const answer = await attack.call('POST', path, body);
  expect([answer.code, answer.status < 500]).toEqual([code, true]);
}

async function expectAllFrom(same: number, body: (n: number) => unknown): Promise<string[]> {
  const headers = { 'idempotency-key': `key-${crypto.randomUUID()}` };
  const answers = await Promise.all(Array.from({ length: same }, (_, n) => attack.call('POST', '/v1/runs', body(n), headers)));
  return answers.map((answer) => (answer.status === 201 ? String(answer.body['id']) : answer.code));
}

test('a body of bottomless depth is refused', async () => expectRefused('/v1/runs', '['.repeat(1_000_000), 'bad-json'));

test('__proto__ is refused wherever it stands', async () =>
  expectRefused('/v1/runs', '{"source": "1", "input": [{"a": {"__proto__": {"admin": true}}}]}', 'bad-json'));

test.each([
  { args: ['a\0b'] },
  { env: { A: 'a\0b' } },
  { env: { A: '\ud800' } },
  { env: { 'A=B': '' } },
  { timeoutSec: 1e308 },
  { nope: 1 },
])('a run with %j is refused before it starts', async (fields) =>
  expectRefused('/v1/runs', { source: 'print(1)', ...fields }, 'bad-request'),
);

test.each(['../x.py', '/x.py', 'a/../../x.py', '..\\x.py', 'C:x.py', 'a\0.py', 'script.py/x.py', 'SCRIPT.py'])(
  'code does not lie at %j',
  async (path) => expectRefused('/v1/runs', { code: { 'script.py': '1', [path]: '1' }, entry: 'script.py' }, 'bad-source'),
);

test('fields that every object has are names like any other', async () => {
  const source = 'def main(constructor, toString=1, hasOwnProperty: int = 2): return [constructor, toString, hasOwnProperty]';
  const { run } = await attack.run(source, { input: { constructor: 'a', hasOwnProperty: 3 } });
  expect(run['result']).toEqual(['a', 1, 3]);
  await expectRefused('/v1/runs', { source: 'def main(a: int): return a', input: { a: 1, constructor: 1 } }, 'invalid-input');
});

test('50 equal requests with one key start one run', async () => {
  expect(new Set(await expectAllFrom(50, () => ({ source: 'print(1)' }))).size).toBe(1);
});

test('of 20 different requests with one key one is heard', async () => {
  const heard = new Set(await expectAllFrom(20, (n) => ({ source: `print(${n})` })));
  expect([heard.size, heard.has('idempotency-mismatch')]).toEqual([2, true]);
});

test.each(['..%2f..%2fresult.json', '%2e%2e/input.json', '%00', '/etc/passwd', '.incoming'])(
  'the artifact %s is not found',
  async (name) => {
    const { run } = await attack.run('print(1)');
    expect((await attack.call('GET', `/v1/runs/${String(run['id'])}/artifacts/${name}`)).status).toBe(404);
  },
);

test('a token makes none that may more than itself', async () => {
  const made = await attack.call('POST', '/v1/tokens', { name: 'small', scopes: ['tokens:write'] });
  const headers = { authorization: `Bearer ${String(made.body['token'])}` };
  expect((await attack.call('POST', '/v1/tokens', { name: 'large', scopes: ['admin'] }, headers)).code).toBe('forbidden');
  expect((await attack.call('POST', '/v1/runs', { source: '1' }, headers)).code).toBe('forbidden');
});

test('of a body with 100,000 wrong fields a few are named, at once', async () => {
  const code = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`a${n}`, n]));
  const { status, body } = await attack.call('POST', '/v1/runs', { source: 'print(1)', code, ...code });
  expect([status, body['errors']]).toEqual([400, expect.objectContaining({ length: 50 })]);
});
