import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { stackName } from './deploy.ts';
import type { Installation } from './installation.ts';
import { stackNames } from './stack-names.ts';

const file = resolve(import.meta.dirname, '../../../.cache/aws-record.json');
const use = z.object({ action: z.string(), resource: z.string() });
const call = z.object({ by: z.string().nullable(), service: z.string(), operation: z.string(), uses: z.array(use), status: z.number() });
const resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });

/** What was asked of AWS in a deployed installation, and what it is made of. */
const record = z.object({
  calls: z.array(call),
  template: z.object({ Resources: z.record(z.string(), resource) }),
  /** Names that the resources of the template were given, by their logical ids. */
  names: z.record(z.string(), z.string()),
});
export type Record = z.infer<typeof record>;

/** Keeps it for the suites that look at it afterwards. */
export async function keepRecord({ lineUrl, emulator, assembly }: Installation): Promise<void> {
  const calls: unknown = await (await fetch(`${lineUrl}/__line/calls`)).json();
  const names = await stackNames(emulator);
  const template: unknown = JSON.parse(readFileSync(join(assembly, `${stackName}.template.json`), 'utf8'));
  mkdirSync(resolve(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify({ calls, template, names }));
}

/** What the last installation left. */
export function readRecord(): Record {
  return record.parse(JSON.parse(readFileSync(file, 'utf8')));
}
