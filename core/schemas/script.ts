import * as z from 'zod';
import { instant, jsonObject, sha256 } from './json.ts';
import { finding, importFound, syntaxError } from './scan.ts';
import { codeFields } from './files.ts';

export const scriptName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'letters, digits, dot, dash and underscore; 1 to 80; beginning with a letter or digit');

export const script = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  labels: z.array(z.string()),
  live: z.int().nullable().describe('the version that runs when none is named'),
  latest: z.int(),
  inputOverride: jsonObject.nullable().describe('laid by hand over the input schema that is read from the code'),
  createdAt: instant,
  updatedAt: instant,
});
export type Script = z.infer<typeof script>;

export const version = z.object({
  script: z.string(),
  scriptId: z.string(),
  version: z.int(),
  sha256: sha256.describe('of all files: the same content is the same version'),
  language: z.literal('python'),
  entry: z.string(),
  style: z.enum(['script', 'function']),
  interface: z.enum(['function', 'argparse', 'click', 'none']),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256 })),
  inputSchema: jsonObject.nullable(),
  doc: z.string().nullable(),
  syntaxErrors: z.array(syntaxError),
  imports: z.array(importFound),
  findings: z.array(finding),
  note: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
});
export type Version = z.infer<typeof version>;

const labels = z.array(z.string().min(1).max(60)).max(20);
const description = z.string().max(2000);

export const createScriptBody = z.strictObject({
  name: scriptName,
  description: description.optional(),
  labels: labels.optional(),
  inputOverride: jsonObject.optional(),
  note: z.string().max(2000).optional(),
  ...codeFields,
});

export const updateScriptBody = z.strictObject({
  name: scriptName.optional(),
  description: description.nullable().optional(),
  labels: labels.optional(),
  inputOverride: jsonObject.nullable().optional(),
});

export const createVersionBody = z.strictObject({
  ...codeFields,
  note: z.string().max(2000).optional(),
  promote: z.boolean().optional().describe('make it live at once; true unless said otherwise'),
});
