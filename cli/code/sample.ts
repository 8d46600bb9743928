import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { templateFile } from '../../core/schemas/template.ts';
import type { TemplateFile } from '../../core/schemas/template.ts';
import { write } from '../output/terminal.ts';

/** The `template.json` of a folder, with the paths of its sample files made whole; null where there is none. */
export async function sampleOf(folder: string): Promise<TemplateFile | null> {
  const text = await readFile(join(folder, 'template.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const read = templateFile.safeParse(parsed(text));
  if (!read.success) {
    // Other tools have files of this name too, so the folder may still be a script without a sample.
    await write('stderr', `runlet: ${join(folder, 'template.json')} is no template of Runlet's, so no sample is taken from it.\n`);
    return null;
  }
  const files = Object.entries(read.data.files ?? {}).map(([name, path]) => [name, join(folder, path)] as const);
  return { ...read.data, files: Object.fromEntries(files) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
