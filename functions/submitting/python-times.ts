import * as z from 'zod';
import type { Json } from '../../core/schemas/json.ts';

const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?`;
const day = z.regexes.date.source.replace(/^\^|\$$/g, '');

const forms: Record<string, { pattern: string; 'x-form': string } | undefined> = {
  'date-time': {
    pattern: `^${day}(?:[T ]${time})?$`,
    'x-form': 'a date and time like "2026-01-31T12:30:00", with or without a zone such as Z or +02:00',
  },
  time: { pattern: `^${time}$`, 'x-form': 'a time like "12:30" or "12:30:00"' },
};

/** An input schema whose instants and times may be all that Python's `fromisoformat` takes: JSON Schema insists on seconds and a zone,
 *  which most scripts know nothing of. */
export function withPythonTimes(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withPythonTimes);
  if (schema === null || typeof schema !== 'object') return schema;
  const { format, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withPythonTimes(value)]));
  const form = typeof format === 'string' ? forms[format] : undefined;
  if (form !== undefined) return { ...rest, ...form };
  return format === undefined ? rest : { ...rest, format };
}
