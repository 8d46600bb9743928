import { describe, expect, test } from 'vitest';
import { expectProblem, givenDoor } from './given-door.ts';
import { echo, remove, upload } from './things.ts';

const wrongFields = [
  [
    'an unknown field',
    { name: 'a', siez: 3 },
    { field: 'siez', expected: 'one of the known fields: name, size, color, tags, from', got: '3' },
  ],
  ['a missing field', {}, { field: 'name', expected: 'text of 1 to 5 characters', got: 'nothing' }],
  ['a number out of range', { name: 'a', size: 10 }, { field: 'size', expected: 'a whole number from 1 to 9', got: '10' }],
  ['a fraction', { name: 'a', size: 1.5 }, { field: 'size', expected: 'a whole number from 1 to 9', got: '1.5' }],
  ['a wrong type', { name: ['a'] }, { field: 'name', expected: 'text of 1 to 5 characters', got: '["a"]' }],
  [
    'a value that is not among the allowed',
    { name: 'a', color: 'green' },
    { field: 'color', expected: 'one of "red", "blue"', got: '"green"' },
  ],
  ['a field name', { name: 'a', tags: { 'B C': 1 } }, { field: 'tags.B C', expected: 'a field name: lower-case letters', got: '"B C"' }],
  ['a wrong field of one branch', { name: 'a', from: { id: 7 } }, { field: 'from.id', expected: 'text', got: '7' }],
  [
    'no branch at all',
    { name: 'a', from: 7 },
    { field: 'from', expected: 'an object with `id`, or an object with `text`, `kind`', got: '7' },
  ],
  ['a body that is no object', [1, 2], { field: 'body', expected: 'an object with `name`, `size`, `color`, `tags`, `from`', got: '[1,2]' }],
] as const;

describe('a JSON body', () => {
  test.each(wrongFields)('with %s is refused by the field, what is allowed and what was given', async (_, json, entry) => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/x', { json }), 'bad-request', 400);
    expect(told.errors).toEqual([entry]);
  });

  test('has all its wrong fields named at once', async () => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(
      await send('POST /v1/things/x', { json: { name: '', size: 'x', more: 1, most: 2 } }),
      'bad-request',
      400,
    );
    expect(told.errors.map(({ field }) => field)).toEqual(['name', 'size', 'more', 'most']);
  });

  test('may be missing where all its fields are optional, and names the required ones where not', async () => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/x'), 'bad-request', 400);
    expect(told.errors.map(({ field }) => field)).toEqual(['name']);
  });

  test('where none is taken is refused by what stands in it', async () => {
    const { send } = await givenDoor(remove);
    const told = await expectProblem(await send('DELETE /v1/things/x', { json: { force: true } }), 'bad-request', 400);
    expect(told.errors).toEqual([{ field: 'force', expected: 'nothing: no fields are known here', got: 'true' }]);
  });

  test('shows at most 80 characters of what was given', async () => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/x', { json: { name: 'x'.repeat(500) } }), 'bad-request', 400);
    expect(told.errors[0]?.got).toMatch(/^"x{78}…$/);
  });
});

describe('a query', () => {
  test('with an unknown field is refused', async () => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/x?wiat=3', { json: { name: 'a' } }), 'bad-request', 400);
    expect(told.errors).toEqual([{ field: 'wiat', expected: 'one of the known fields: wait, mode', got: '"3"' }]);
  });

  test('with a field given twice is refused rather than one of them dropped', async () => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/x?mode=a&mode=b', { json: { name: 'a' } }), 'bad-request', 400);
    expect(told.errors).toEqual([{ field: 'mode', expected: 'given once', got: 'given 2 times' }]);
  });

  test('with text for a number is refused', async () => {
    const { send } = await givenDoor(echo);
    const told = await expectProblem(await send('POST /v1/things/x?wait=soon', { json: { name: 'a' } }), 'bad-request', 400);
    expect(told.errors).toEqual([{ field: 'wait', expected: 'a number of at most 25', got: '"soon"' }]);
  });
});

function form(...entries: [string, string | File][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

const hello = new File(['print(1)'], 'hello.py');

describe('a multipart body', () => {
  test('gives its file and its fields', async () => {
    const { send } = await givenDoor(upload);
    const response = await send('POST /v1/upload', { body: form(['note', 'hi'], ['file', hello]) });
    expect(await response.json()).toMatchObject({ filename: 'hello.py', text: 'print(1)', note: 'hi' });
  });

  test.each([
    ['an unknown field', form(['file', hello], ['nota', 'x']), 'nota'],
    ['a field given twice', form(['file', hello], ['note', 'x'], ['note', 'y']), 'note'],
    ['a field that is too long', form(['file', hello], ['note', 'xxxxxx']), 'note'],
    ['two files', form(['file', hello], ['file', hello]), 'file'],
    ['text in place of the file', form(['file', 'x']), 'file'],
    ['no file', form(['note', 'x']), 'file'],
    ['a file in place of text', form(['file', hello], ['note', hello]), 'note'],
  ])('with %s is refused by that field', async (_, body, field) => {
    const { send } = await givenDoor(upload);
    const told = await expectProblem(await send('POST /v1/upload', { body }), 'bad-request', 400);
    expect(told.errors.map((entry) => entry.field)).toEqual([field]);
  });

  test('that is cut short is refused', async () => {
    const { send } = await givenDoor(upload);
    await expectProblem(
      await send('POST /v1/upload', { body: '--x\r\nConte', headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
      'bad-request',
      400,
    );
  });

  test('sent as JSON is refused by its type', async () => {
    const { send } = await givenDoor(upload);
    await expectProblem(await send('POST /v1/upload', { json: {} }), 'unsupported-media-type', 415);
  });
});
