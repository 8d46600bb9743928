import { AppError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/schemas/json.ts';

/**
 * Holds an input to the input schema of a version, before anything starts. A script without a schema takes any JSON.
 * With `partial` a required field may be missing, because the run's own arguments may carry it: the script's parser says what is.
 * @throws AppError `invalid-input` with one entry per wrong field, named from `input`.
 */
export async function checkInput(schema: JsonObject | null, input: Json, { partial }: { partial: boolean }): Promise<void> {
  if (schema === null) return;
  // Loaded with its first use: what reads schemas weighs 37 KB, and a function's cold start is paid for by the byte.
  const { faultsOf } = await import('./input-faults.ts');
  const faults = faultsOf(partial ? { ...schema, required: [] } : schema, input);
  if (faults.length > 0) throw new AppError('invalid-input', undefined, faults);
}
