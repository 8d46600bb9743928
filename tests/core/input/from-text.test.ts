import { expect, test } from 'vitest';
import { fromText } from '../../../core/input/from-text.ts';

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    count: { type: 'integer' },
    ratio: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    on: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    mode: { enum: ['1', '2'] },
    shape: { $ref: '#/$defs/Shape' },
  },
  $defs: { Shape: { type: 'object', properties: {} } },
};

test('text is read by the type that the schema says', () => {
  expect(fromText(schema, { name: '12', count: '12', ratio: '1.5', on: 'true', mode: '1' })).toEqual({
    name: '12',
    count: 12,
    ratio: 1.5,
    on: true,
    mode: '1',
  });
});

test('yes and no are booleans where one is wanted, and empty is null where null may be', () => {
  expect(fromText(schema, { on: 'yes', ratio: '' })).toEqual({ on: true, ratio: null });
});

test('one text for a list is a list of one, several texts a list of them', () => {
  expect(fromText(schema, { tags: 'a' })).toEqual({ tags: ['a'] });
  expect(fromText(schema, { tags: ['a', 'b'] })).toEqual({ tags: ['a', 'b'] });
  expect(fromText(schema, { tags: '["a","b"]' })).toEqual({ tags: ['a', 'b'] });
});

test('objects are read as JSON, also behind a reference', () => {
  expect(fromText(schema, { shape: '{"a":1}' })).toEqual({ shape: { a: 1 } });
});

test('what cannot be read stays text, so that the check names it', () => {
  expect(fromText(schema, { count: 'many' })).toEqual({ count: 'many' });
});

test('without a schema JSON is read as JSON and the rest as text', () => {
  expect(fromText(null, { a: '1', b: 'x', c: '[1]' })).toEqual({ a: 1, b: 'x', c: [1] });
});
