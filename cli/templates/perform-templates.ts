import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { quoted } from '../code/missing-neighbour.ts';
import { connect } from '../connect.ts';
import { collected, printList } from '../output/list.ts';
import { styled, write, writeJson } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';

/** Lists the starter scripts. */
export async function listTemplates(json: boolean): Promise<void> {
  await using connection = await connect();
  const listed = await collected(1000, (query) => connection.client.listTemplates({ query }));
  await printList(listed, json, ['NAME', 'TITLE', 'DESCRIPTION'], ({ name, title, description }) => [name, title, description]);
}

/** Shows one starter script with its code. */
export async function showTemplate(name: string, json: boolean): Promise<void> {
  await using connection = await connect();
  const template = await connection.client.getTemplate({ params: { template: name } });
  if (json) return await writeJson(template);
  const { entry = 'script.py', input, files = {} } = template.definition;
  await write('stdout', `${styled('bold', template.title)}\n${template.description}\n`);
  if (input !== undefined) await write('stdout', `sample input: ${JSON.stringify(input)}\n`);
  for (const [field, path] of Object.entries(files)) await write('stdout', `sample file: ${field} = ${path}\n`);
  await write('stdout', `files: ${template.files.map(({ path }) => path).join(', ')}\n`);
  const code = template.files.find(({ path }) => path === entry);
  if (code !== undefined) await write('stdout', `\n${code.text}`);
}

/** Copies a starter script into a folder, which must be new or empty.
 *  @throws UsageError when it holds something */
export async function copyTemplate(name: string, folder: string, json: boolean): Promise<void> {
  await using connection = await connect();
  const template = await connection.client.getTemplate({ params: { template: name } });
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) throw new UsageError(`${folder} holds files already; name a new folder, so that nothing is overwritten.`);
  // With its definition, so that the copy runs on the sample, too.
  const files = [...template.files, { path: 'template.json', text: `${JSON.stringify(template.definition, null, 2)}\n` }];
  for (const { path, text } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  if (json) return await writeJson({ name, folder: resolve(folder), files: files.map(({ path }) => path) });
  await write('stdout', `${name} is copied to ${folder}; run it: runlet run ${quoted(folder)}\n`);
}
