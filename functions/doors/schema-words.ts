import * as z from 'zod';

/** The part of JSON Schema that our zod schemas come out as. Only what is put into words is read; `x-form` says what a pattern wants. */
const node = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  'x-form': z.string().optional(),
  const: z.json().optional(),
  enum: z.array(z.json()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  get properties() {
    return z.record(z.string(), node).optional();
  },
  get additionalProperties() {
    return z.union([node, z.boolean()]).optional();
  },
  get items() {
    return node.optional();
  },
  get anyOf() {
    return z.array(node).optional();
  },
  get oneOf() {
    return z.array(node).optional();
  },
  get $defs() {
    return z.record(z.string(), node).optional();
  },
});
export type SchemaNode = z.infer<typeof node>;

const known = new WeakMap<z.ZodType, SchemaNode>();

/** The schema of what a caller sends, as JSON Schema; made once, and only when something is wrong. */
export function jsonSchemaOf(schema: z.ZodType): SchemaNode {
  const found = known.get(schema) ?? node.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: sayPattern }));
  known.set(schema, found);
  return found;
}

/** Our patterns carry what they want in words as the message of their failure, so one is made to fail. */
function sayPattern({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.pattern === undefined) return;
  const [issue] = z.safeParse(zodSchema, '\0').error?.issues ?? [];
  const own = issue && ownWords(issue);
  if (own) jsonSchema['x-form'] = own;
}

/** What a schema of ours says of itself; zod's own messages begin otherwise. */
export function ownWords(issue: { message: string }): string | null {
  return /^(Invalid|Too|Unrecognized)\b/.test(issue.message) ? null : issue.message;
}

/** The nodes that rule over the value at the path: several where a union leaves it open, none where nothing is known of it. */
export function nodesAt(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode[] {
  return path.reduce<SchemaNode[]>((nodes, key) => nodes.flatMap((at) => inner(branches(root, at), String(key))), [root]);
}

function branches(root: SchemaNode, at: SchemaNode): SchemaNode[] {
  if (at.$ref !== undefined) return [root.$defs?.[at.$ref.replace('#/$defs/', '')] ?? {}].flatMap((target) => branches(root, target));
  const union = unionOf(at);
  return union ? union.flatMap((branch) => branches(root, branch)) : [at];
}

/** What a node leaves open: its branches, or one of them per type where it has several, as the scanner writes `Optional`. */
function unionOf(at: SchemaNode): SchemaNode[] | undefined {
  if (Array.isArray(at.type) && at.enum === undefined) return at.type.map((type) => ({ ...at, type }));
  return at.anyOf ?? at.oneOf;
}

function inner(nodes: SchemaNode[], key: string): SchemaNode[] {
  return nodes.flatMap((at) => {
    const property = at.properties?.[key] ?? at.items;
    if (property) return [property];
    return typeof at.additionalProperties === 'object' ? [at.additionalProperties] : [];
  });
}

/** What is allowed, in words: `a whole number from 1 to 200`, `one of "a", "b"`, `text of at most 80 characters`. */
export function words(at: SchemaNode): string {
  const union = unionOf(at);
  if (at.$ref !== undefined) return 'any JSON value';
  if (union) return [...new Set(union.map(words))].join(', or ');
  if (at.const !== undefined) return JSON.stringify(at.const);
  if (at.enum) return `one of ${at.enum.map((value) => JSON.stringify(value)).join(', ')}`;
  switch (at.type ?? 'any') {
    case 'string':
      return stringWords(at);
    case 'integer':
      return `a whole number${range(at.minimum, at.maximum)}`;
    case 'number':
      return at.exclusiveMinimum === undefined
        ? `a number${range(at.minimum, at.maximum)}`
        : `a number above ${at.exclusiveMinimum}${at.maximum === undefined ? '' : ` and at most ${at.maximum}`}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return `a list${range(at.minItems, at.maxItems, 'items')}${at.items ? `, each ${words(at.items)}` : ''}`;
    case 'object':
      return objectWords(at);
    default:
      return 'any JSON value';
  }
}

/** Formats whose patterns nobody can read. */
const formats: Record<string, string | undefined> = {
  'date-time': 'an instant in UTC like "2026-01-31T12:00:00Z"',
  date: 'a date like "2026-01-31"',
  email: 'an e-mail address',
  uri: 'an address like "https://example.com/"',
  uuid: 'a UUID',
  base64: 'base64',
};

function stringWords(at: SchemaNode): string {
  const format = formats[at.format ?? ''];
  if (format !== undefined) return format;
  if (at['x-form'] !== undefined) return at['x-form'];
  if (at.pattern !== undefined) return `text of the form ${at.pattern}`;
  return `text${range(at.minLength, at.maxLength, 'characters')}`;
}

function objectWords(at: SchemaNode): string {
  const names = Object.keys(at.properties ?? {});
  return names.length > 0 ? `an object with ${names.map((name) => `\`${name}\``).join(', ')}` : 'an object';
}

function range(min: number | undefined, max: number | undefined, unit?: string): string {
  const low = min === undefined || min <= Number.MIN_SAFE_INTEGER ? undefined : min;
  const high = max === undefined || max >= Number.MAX_SAFE_INTEGER ? undefined : max;
  const of = unit ? ' of' : '';
  const what = unit ? ` ${unit}` : '';
  if (low !== undefined && high !== undefined) return `${of || ' from'} ${low} to ${high}${what}`;
  if (low !== undefined) return `${of} of at least ${low}${what}`.replace(' of of', ' of');
  return high === undefined ? '' : `${of} of at most ${high}${what}`.replace(' of of', ' of');
}
