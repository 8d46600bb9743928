import type { Json, JsonObject } from '../schemas/json.ts';
import * as z from 'zod';
import { json } from '../schemas/json.ts';

/**
 * Reads values that were given as text (a form, `--input k=v`) by the types of the input schema: a string stays a string where
 * one is allowed; where none is, JSON is read. What cannot be read stays text, so that the check names it. Several texts of one
 * name are a list.
 */
export function fromText(schema: JsonObject | null, text: Readonly<Record<string, string | readonly string[]>>): JsonObject {
  return Object.fromEntries(
    Object.entries(text).map(([name, given]) => {
      const wanted = resolve(schema, propertyOf(schema, name), 0);
      return [name, typeof given === 'string' ? one(schema, wanted, given) : given.map((item) => one(schema, itemsOf(wanted), item))];
    }),
  );
}

const node = z.record(z.string(), json);

function propertyOf(schema: JsonObject | null, name: string): JsonObject | null {
  const properties = node.safeParse(schema?.['properties']);
  return properties.success ? (node.safeParse(properties.data[name]).data ?? null) : null;
}

function itemsOf(wanted: JsonObject | null): JsonObject | null {
  return node.safeParse(wanted?.['items']).data ?? null;
}

function one(root: JsonObject | null, wanted: JsonObject | null, text: string): Json {
  const types = typesOf(root, wanted, 0);
  if (types.has('string')) return text;
  if (types.has('null') && text === '') return null;
  if (types.has('boolean') && /^(yes|on|no|off)$/i.test(text)) return /^(yes|on)$/i.test(text);
  const read = readJson(text);
  if (types.has('array') && !Array.isArray(read)) return [one(root, itemsOf(wanted), text)];
  return read;
}

/** The JSON types that a value may have; none said means that text is read as JSON where it is JSON. */
function typesOf(root: JsonObject | null, wanted: JsonObject | null, depth: number): Set<string> {
  const found = new Set<string>();
  const schema = resolve(root, wanted, depth);
  if (schema === null || depth > 8) return found;
  const { type, enum: values, const: only } = schema;
  for (const name of Array.isArray(type) ? type : [type]) if (typeof name === 'string') found.add(name);
  for (const value of [...(Array.isArray(values) ? values : []), ...(only === undefined ? [] : [only])])
    found.add(value === null ? 'null' : typeof value);
  for (const key of ['anyOf', 'oneOf']) {
    for (const branch of z.array(node).safeParse(schema[key]).data ?? [])
      for (const name of typesOf(root, branch, depth + 1)) found.add(name);
  }
  return found;
}

function resolve(root: JsonObject | null, schema: JsonObject | null, depth: number): JsonObject | null {
  const ref = schema?.['$ref'];
  if (typeof ref !== 'string' || depth > 8) return schema;
  const definitions = node.safeParse(root?.['$defs']).data;
  return resolve(root, node.safeParse(definitions?.[ref.replace('#/$defs/', '')]).data ?? null, depth + 1);
}

function readJson(text: string): Json {
  try {
    return json.parse(JSON.parse(text));
  } catch {
    return text;
  }
}
