import * as z from 'zod';
import { jsonObject } from './json.ts';

const place = { file: z.string(), line: z.int().nullable(), column: z.int().nullable() };

/** How one property of the input becomes command-line words; the meaning of each form stands in `input/argv.ts`. */
export const argvEntry = z.object({
  name: z.string(),
  kind: z.enum(['positional', 'option', 'flag', 'negative-flag', 'flag-pair', 'count', 'command']),
  flags: z.array(z.string()),
  negative: z.string().nullable(),
  multiple: z.boolean(),
  repeat: z.boolean(),
  command: z.string().nullable(),
});
export type ArgvEntry = z.infer<typeof argvEntry>;

export const syntaxError = z.object({ ...place, message: z.string() });
export const importFound = z.object({ module: z.string(), kind: z.enum(['standard', 'third-party', 'own', 'missing']), ...place });
export const finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  ...place,
  message: z.string(),
  why: z.string(),
  fix: z.string(),
});

/** What the scanner read from a script without running it. */
export const scan = z.object({
  entry: z.string().nullable(),
  entryProblem: z.string().nullable().optional(),
  style: z.enum(['script', 'function']),
  interface: z.enum(['function', 'argparse', 'click', 'none']),
  inputSchema: jsonObject.nullable(),
  argv: z.array(argvEntry).nullable(),
  hasTrigger: z.boolean(),
  doc: z.string().nullable(),
  empty: z.enum(['file', 'statements']).nullable(),
  syntaxErrors: z.array(syntaxError),
  decodeErrors: z.array(z.object({ file: z.string(), line: z.int().nullable(), message: z.string() })),
  imports: z.array(importFound),
  findings: z.array(finding),
});
export type Scan = z.infer<typeof scan>;

/** What the scanner answers: what it read, or in a sentence why it could not. */
export const scanAnswer = z.union([z.looseObject({ error: z.string() }), scan]);
export type Finding = z.infer<typeof finding>;
