import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import { jsonObject } from '../schemas/json.ts';
import type { Json, JsonObject } from '../schemas/json.ts';

const form = z.looseObject({
  properties: z.record(z.string(), jsonObject).optional(),
  required: z.array(z.string()).optional(),
});

/** What is said of a value's type: an override that names a `type` replaces all of it, as half of each would fit nothing. */
const typeWords = [
  'type',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  '$ref',
  'enum',
  'const',
  'items',
  'prefixItems',
  'properties',
  'required',
  'additionalProperties',
  'format',
  'pattern',
];

/** What is wrong with the form of an override: `properties` must map names to schemas, `required` must be a list of names. */
export function overrideErrors(override: JsonObject): FieldError[] {
  const parsed = form.safeParse(override);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    field: ['inputOverride', ...path.map(String)].join('.'),
    expected: message,
    got: 'something else',
  }));
}

/**
 * The input schema that people see: what was read from the code with a person's override laid over it.
 * Properties are merged one by one (new ones are added behind), `required` is replaced when given, every other
 * word of the override wins. Without a schema of the code the override is the schema.
 */
export function laidOver(read: JsonObject | null, override: JsonObject | null): JsonObject | null {
  if (override === null) return read;
  if (read === null) return { type: 'object', ...override };
  return merged(read, override);
}

function merged(read: JsonObject, override: JsonObject): JsonObject {
  const properties = mergedProperties(objectOr(read.properties), objectOr(override.properties));
  const whole = { ...read, ...override };
  return Object.keys(properties).length > 0 ? { ...whole, properties } : whole;
}

function mergedProperties(read: JsonObject, override: JsonObject): JsonObject {
  const names = new Set([...Object.keys(read), ...Object.keys(override)]);
  return Object.fromEntries(Array.from(names, (name) => [name, mergedProperty(read[name], override[name])]));
}

function mergedProperty(read: Json | undefined, override: Json | undefined): Json {
  if (override === undefined) return read ?? {};
  if (!isObject(read) || !isObject(override)) return override;
  if (override.type === undefined || override.type === read.type) return merged(read, override);
  return { ...Object.fromEntries(Object.entries(read).filter(([word]) => !typeWords.includes(word))), ...override };
}

function objectOr(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
