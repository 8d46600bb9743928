import * as z from 'zod';
import { json, jsonObject } from './json.ts';

/** `template.json` of a starter script: its form, its sample and what the sample gives. */
export const templateFile = z.strictObject({
  title: z.string(),
  description: z.string(),
  entry: z.string().optional(),
  form: jsonObject.optional().describe('laid over the input schema that is read from the code'),
  input: json.optional().describe('sample input'),
  args: z.array(z.string()).optional(),
  files: z.record(z.string(), z.string()).optional().describe('sample input files by name, as paths in the folder'),
  limits: z.record(z.string(), z.number()).optional(),
  expected: z.strictObject({
    result: json.optional().describe('the result, or the part of it that must be equal'),
    log: z.array(z.string()).optional().describe('texts that the log must contain'),
    artifacts: z.array(z.string()).optional(),
  }),
});
export type TemplateFile = z.infer<typeof templateFile>;

export const templateSummary = z.object({ name: z.string(), title: z.string(), description: z.string() });
export const template = templateSummary.extend({
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  definition: templateFile,
});
