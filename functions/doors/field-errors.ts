import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { FieldError } from '../../core/errors.ts';
import { jsonSchemaOf, nodesAt, ownWords, words } from './schema-words.ts';
import { shortJson, valueAt } from './short-json.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** More wrong fields than anybody reads at once. */
const maxErrors = 50;

/** The value as the schema reads it.
 *  @throws AppError `bad-request` with one entry per wrong field. */
export function refuseUnless<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new AppError('bad-request', undefined, fieldErrors(schema, value, read.error.issues));
}

/** What is wrong with a value, field by field: the dotted path (`body` for the whole), what is allowed in words, what was given as short JSON. */
export function fieldErrors(schema: z.ZodType, value: unknown, issues: readonly Issue[]): FieldError[] {
  // Each entry is worked out from the schema, which a body of a million wrong fields would make the work of minutes.
  const entries = issues.slice(0, 2 * maxErrors).flatMap((issue) => entriesOf(schema, value, issue, []));
  const first = new Map(entries.toReversed().map((entry) => [entry.field, entry]));
  return entries.filter((entry) => first.get(entry.field) === entry).slice(0, maxErrors);
}

function entriesOf(schema: z.ZodType, value: unknown, issue: Issue, above: Path): FieldError[] {
  const path = [...above, ...issue.path];
  const entry = (at: Path, expected: string) => ({ field: fieldName(at), expected, got: shortJson(valueAt(value, at)) });
  if (issue.code === 'unrecognized_keys') {
    const known = knownFields(schema, path);
    return issue.keys.slice(0, maxErrors).map((key) => entry([...path, key], known));
  }
  if (issue.code === 'invalid_key')
    return [{ field: fieldName(path), expected: `a field name: ${keyWords(issue.issues)}`, got: shortJson(String(path.at(-1))) }];
  const branch = issue.code === 'invalid_union' ? likeliest(issue.errors) : null;
  if (branch) return branch.slice(0, maxErrors).flatMap((inner) => entriesOf(schema, value, inner, path));
  const said = issue.code === 'invalid_format' || issue.code === 'custom' ? ownWords(issue) : null;
  return [entry(path, said ?? allowed(schema, path))];
}

function allowed(schema: z.ZodType, path: Path): string {
  const nodes = nodesAt(jsonSchemaOf(schema), path);
  return [...new Set(nodes.map(words))].join(', or ') || 'something else';
}

function keyWords(issues: readonly Issue[]): string {
  const [issue] = issues;
  return (issue && ownWords(issue)) ?? 'not empty and not too long';
}

function knownFields(schema: z.ZodType, path: Path): string {
  const names = nodesAt(jsonSchemaOf(schema), path)
    .flatMap((at) => [at, ...(at.anyOf ?? at.oneOf ?? [])])
    .flatMap((at) => Object.keys(at.properties ?? {}));
  return names.length > 0 ? `one of the known fields: ${[...new Set(names)].join(', ')}` : 'nothing: no fields are known here';
}

/** The branch of a union that the value was meant for: the only one, or the one with fewest errors, that goes wrong inside rather than as a whole. */
function likeliest(errors: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const inside = errors.filter((branch) => branch.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'));
  const [best, second] = inside.toSorted((one, other) => one.length - other.length);
  return best && best.length > 0 && best.length !== second?.length ? best : null;
}

function fieldName(path: Path): string {
  return path.length === 0 ? 'body' : path.map(String).join('.');
}
