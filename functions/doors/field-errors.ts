import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { FieldError } from '../../core/errors.ts';

/** The value as the schema reads it.
 *  @throws AppError `bad-request` with one entry per wrong field. */
export function refuseUnless<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new AppError('bad-request', undefined, fieldErrors(schema, value, read.error.issues));
}

/** What is wrong with a value, field by field. */
export function fieldErrors(_schema: z.ZodType, _value: unknown, issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.map((issue) => ({ field: issue.path.join('.'), expected: issue.message, got: 'x' }));
}
