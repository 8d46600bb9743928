import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/schemas/json.ts';
import { jsonObject } from '../../core/schemas/json.ts';
import { fieldErrors } from '../doors/field-errors.ts';
import { withPythonTimes } from './python-times.ts';

/**
 * Holds an input to the input schema of a version, before anything starts. A script without a schema takes any JSON.
 * With `partial` a required field may be missing, because the run's own arguments may carry it: the script's parser says what is.
 * @throws AppError `invalid-input` with one entry per wrong field, named from `input`.
 */
export function checkInput(schema: JsonObject | null, input: Json, { partial }: { partial: boolean }): void {
  if (schema === null) return;
  const given = { input: input ?? {} };
  const read = jsonObject.parse(withPythonTimes(partial ? { ...schema, required: [] } : schema));
  const reader = z.object({ input: z.fromJSONSchema(read) });
  const result = reader.safeParse(given);
  if (!result.success) throw new AppError('invalid-input', undefined, fieldErrors(reader, given, result.error.issues));
}
