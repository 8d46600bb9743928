import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laidOver, overrideErrors } from '../../../core/input/override.ts';
import { jsonObject } from '../../../core/schemas/json.ts';

const read = jsonObject.parse({
  type: 'object',
  additionalProperties: false,
  required: ['city', 'days'],
  properties: {
    city: { type: 'string', description: 'where' },
    days: { type: 'integer', default: 7 },
    unit: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Unit' },
  },
});

describe('an override laid over the schema that was read', () => {
  it('adds words to a property and leaves its other words', () => {
    expect(laidOver(read, { properties: { days: { maximum: 30, default: 14 } } })).toMatchObject({
      properties: { days: { type: 'integer', default: 14, maximum: 30 }, city: { type: 'string' } },
    });
  });

  it('replaces required when given, and keeps it when not', () => {
    expect(laidOver(read, { required: ['city'] })?.required).toEqual(['city']);
    expect(laidOver(read, { title: 'Forecast' })).toMatchObject({ title: 'Forecast', required: ['city', 'days'] });
  });

  it('that names another type replaces all that was read of the type, and nothing else', () => {
    const schema = laidOver(read, { properties: { unit: { type: 'string', enum: ['C', 'F'] } } });
    expect(jsonObject.parse(schema?.properties).unit).toEqual({ title: 'Unit', type: 'string', enum: ['C', 'F'] });
  });

  it('adds properties that the code does not tell of', () => {
    expect(laidOver(read, { properties: { extra: { type: 'boolean' } } })).toMatchObject({
      properties: { extra: { type: 'boolean' }, city: {} },
    });
  });

  it('reaches into objects within the input', () => {
    const nested = {
      type: 'object',
      properties: { at: { type: 'object', properties: { lat: { type: 'number' }, lon: { type: 'number' } } } },
    };
    expect(laidOver(nested, { properties: { at: { properties: { lat: { minimum: -90 } } } } })).toMatchObject({
      properties: { at: { properties: { lat: { type: 'number', minimum: -90 }, lon: { type: 'number' } } } },
    });
  });

  it('is the schema where none was read', () => {
    expect(laidOver(null, { properties: { n: { type: 'number' } } })).toEqual({ type: 'object', properties: { n: { type: 'number' } } });
    expect(laidOver(null, null)).toBeNull();
  });

  it('changes nothing when laid over twice', () => {
    const overrides = fc.record({
      properties: fc.dictionary(
        fc.constantFrom('city', 'days', 'unit', 'new'),
        fc.record({ title: fc.string(), type: fc.constantFrom('string', 'integer') }, { requiredKeys: [] }),
      ),
    });
    fc.assert(
      fc.property(overrides, (override) => {
        const once = laidOver(read, override);
        expect(laidOver(once, override)).toEqual(once);
      }),
    );
  });
});

describe('the form of an override', () => {
  it.each([[{ properties: { a: { type: 'string' } }, required: ['a'], title: 'x' }], [{}]])('%j is taken', (override) => {
    expect(overrideErrors(override)).toEqual([]);
  });

  it.each([
    [{ properties: [] }, 'inputOverride.properties'],
    [{ properties: { a: 5 } }, 'inputOverride.properties.a'],
    [{ required: 'a' }, 'inputOverride.required'],
    [{ required: [1] }, 'inputOverride.required.0'],
  ])('%j is refused at its field', (override, field) => {
    expect(overrideErrors(override)).toMatchObject([{ field }]);
  });
});
