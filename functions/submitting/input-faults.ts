import * as z from 'zod';
import type { FieldError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/schemas/json.ts';
import { jsonObject } from '../../core/schemas/json.ts';
import { fieldErrors } from '../doors/field-errors.ts';
import { withPythonTimes } from './python-times.ts';

/** One entry per field of the input that does not fit the schema, named from `input`. */
export function faultsOf(schema: JsonObject, input: Json): FieldError[] {
  const given = { input: input ?? {} };
  const reader = z.object({ input: z.fromJSONSchema(jsonObject.parse(withPythonTimes(schema))) });
  const result = reader.safeParse(given);
  return result.success ? [] : fieldErrors(reader, given, result.error.issues);
}
