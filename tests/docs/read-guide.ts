import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { instant, json, jsonObject } from '../../core/schemas/json.ts';
import { retryPolicy } from '../../core/schemas/retry.ts';

/** The guide as it is read by people. */
export const guide = readFileSync(join(import.meta.dirname, '../../docs/script-guide.md'), 'utf8');

/** What stands in the block behind an example: what the script is run with, and what must come out. */
const expectation = z.strictObject({
  code: z.record(z.string(), z.string()).optional().describe('files beside the script, by path'),
  input: json.optional(),
  args: z.array(z.string()).optional(),
  files: z.record(z.string(), z.strictObject({ filename: z.string(), text: z.string() })).optional(),
  limits: z.record(z.string(), z.number()).optional(),
  returnVariables: z.array(z.string()).optional(),
  slot: instant.optional().describe('a schedule runs the saved script for this due time'),
  retry: retryPolicy.optional(),
  runs: z.int().default(1).describe('times that the saved script is run; the last run is looked at'),
  refused: z.string().optional().describe('code of the refusal, when nothing may be started'),
  fields: z.array(z.string()).optional(),
  status: z.string().default('SUCCEEDED'),
  reason: z.string().nullable().default(null),
  exitCode: z.int().optional(),
  message: z.string().optional(),
  result: json.optional(),
  variables: jsonObject.optional(),
  exception: jsonObject.optional(),
  log: z.array(z.string()).default([]),
  artifacts: z.array(z.string()).optional(),
});

export interface Example {
  title: string;
  source: string;
  expected: z.infer<typeof expectation>;
}

/** Every example of the guide.
 *  @throws Error when a block of Python has no block behind it that says what comes out. */
export function readExamples(text: string): Example[] {
  const found = [...text.matchAll(/```python run\n(.*?)```\n\n?(?:```json run\n(.*?)```)?/gs)];
  return found.map(([, source = '', told]) => {
    const title = `line ${text.slice(0, text.indexOf(source)).split('\n').length}: ${source.trim().split('\n').at(-1)?.trim()}`;
    if (told === undefined) throw new Error(`${title} has no json block behind it`);
    return { title, source, expected: expectation.parse(JSON.parse(told)) };
  });
}

/** The cells of the table between `<!-- name -->` and `<!-- /name -->`, its heading left out. */
export function tableOf(name: string): string[][] {
  const text = guide.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0] ?? '';
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** The rows of the table of annotations: the annotation and the JSON Schema that it stands for. */
export function readAnnotations(): { annotation: string; schema: unknown }[] {
  const rows = [...guide.matchAll(/^\| `([^`]+)` +\| `(\{[^`]+\})` +\|/gm)];
  return rows.map(([, annotation = '', schema = '']) => ({ annotation, schema: JSON.parse(schema) }));
}
