import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { templateFile } from '../../core/schemas/template.ts';
import type { TemplateFile } from '../../core/schemas/template.ts';

const folder = join(import.meta.dirname, '../../templates');

/** A starter script as it lies in its folder. */
export interface Starter {
  name: string;
  definition: TemplateFile;
  files: Record<string, string>;
}

export const starters: Starter[] = readdirSync(folder)
  .toSorted()
  .map((name) => ({
    name,
    definition: templateFile.parse(JSON.parse(readFileSync(join(folder, name, 'template.json'), 'utf8'))),
    files: textsBelow(join(folder, name)),
  }));

/** The sample files that a starter is given, as a request carries them. */
export function sampleFiles({ definition, files }: Starter): Record<string, { text: string; filename: string }> {
  return Object.fromEntries(
    Object.entries(definition.files ?? {}).map(([name, path]) => {
      const text = files[path];
      if (text === undefined) throw new Error(`template.json names ${path}, which is not in the folder`);
      return [name, { text, filename: basename(path) }];
    }),
  );
}

function textsBelow(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

/** The starter in the folder of that name. */
export function starterCalled(name: string): Starter {
  const found = starters.find((starter) => starter.name === name);
  if (found === undefined) throw new Error(`there is no template ${name}`);
  return found;
}
