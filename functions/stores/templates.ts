import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Page } from '../../core/schemas/paging.ts';
import { templateFile } from '../../core/schemas/template.ts';
import type { template, TemplateFile, templateSummary } from '../../core/schemas/template.ts';
import { textOf } from './code/text.ts';

type Summary = z.infer<typeof templateSummary>;
type Template = z.infer<typeof template>;

const definitionName = 'template.json';
const folderName = /^[a-z0-9][a-z0-9-]{0,79}$/;
const ignored = /(?:^|\/)(?:__pycache__|\.)/;

/** The starter scripts that ship with the program, one folder each, by name. */
export async function listTemplates(dir: string, { limit = 50, cursor = '' }: { limit?: number; cursor?: string }): Promise<Page<Summary>> {
  const names = (await namesIn(dir)).filter((name) => name > cursor);
  const items = await Promise.all(names.slice(0, limit).map(async (name) => summary(name, await readDefinition(dir, name))));
  return { items, nextCursor: names.length > limit ? (items.at(-1)?.name ?? null) : null };
}

/** One starter script with its text files. @throws AppError `not-found`. */
export async function readTemplate(dir: string, name: string): Promise<Template> {
  const names = await namesIn(dir);
  if (!names.includes(name))
    throw new AppError('not-found', `There is no template ${JSON.stringify(name)}; there are: ${names.join(', ') || 'none'}.`);
  const definition = await readDefinition(dir, name);
  return { ...summary(name, definition), definition, files: await textFiles(join(dir, name)) };
}

async function namesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && folderName.test(entry.name))
    .map(({ name }) => name)
    .toSorted();
}

async function readDefinition(dir: string, name: string): Promise<TemplateFile> {
  return templateFile.parse(JSON.parse(await readFile(join(dir, name, definitionName), 'utf8')));
}

function summary(name: string, { title, description }: TemplateFile): Summary {
  return { name, title, description };
}

async function textFiles(folder: string): Promise<{ path: string; text: string }[]> {
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  const shown = paths.filter((path) => path !== definitionName && !ignored.test(path)).toSorted();
  const files = await Promise.all(shown.map(async (path) => ({ path, text: textOf(await readFile(join(folder, path))) })));
  return files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
}
