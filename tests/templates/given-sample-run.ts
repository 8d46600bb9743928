import type { Client } from '../../client/index.ts';
import type { JsonObject } from '../../core/schemas/json.ts';
import { jsonObject } from '../../core/schemas/json.ts';
import type { Run } from '../../core/schemas/run.ts';
import { sampleFiles } from './starters.ts';
import type { Starter } from './starters.ts';

/** Runs a starter on its own sample and waits for the end. */
export function givenSampleRun(client: Client, starter: Starter): Promise<Run> {
  const { input, args, limits } = starter.definition;
  return client.previewRun({ query: { wait: 25 }, body: { code: starter.files, input, args, files: sampleFiles(starter), ...limits } });
}

/** Saves a starter as a script of its name and gives its first version. */
export async function givenSaved(client: Client, { name, files, definition }: Starter) {
  const { version } = await client.createScript({ body: { name, files, inputOverride: definition.form } });
  return version;
}

/** The fields of a form or an input schema; none where there is no schema. */
export function fieldsOf(schema: JsonObject | null | undefined): string[] {
  return Object.keys(jsonObject.safeParse(schema?.['properties']).data ?? {}).toSorted();
}
