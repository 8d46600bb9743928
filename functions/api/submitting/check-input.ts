import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Json, JsonObject } from '../../../core/schemas/json.ts';
import { fieldErrors } from '../../doors/field-errors.ts';

/**
 * Holds an input to the input schema of a version, before anything starts. A script without a schema takes any JSON.
 * @throws AppError `invalid-input` with one entry per wrong field, named from `input`.
 */
export function checkInput(schema: JsonObject | null, input: Json): void {
  if (schema === null) return;
  const given = input ?? {};
  const reader = z.fromJSONSchema(schema);
  const result = reader.safeParse(given);
  if (result.success) return;
  const fields = fieldErrors(reader, given, result.error.issues).map((entry) => ({
    ...entry,
    field: entry.field === '' ? 'input' : `input.${entry.field}`,
  }));
  throw new AppError('invalid-input', undefined, fields);
}
