import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { json } from '../../core/schemas/json.ts';
import type { Json } from '../../core/schemas/json.ts';
import { UsageError } from '../usage-error.ts';

/** Reads the input of a run: JSON itself, `@path` for a file, `-` for stdin.
 *  @throws UsageError when there is no such file or its content is not JSON. */
export async function inputJson(given: string): Promise<Json> {
  const { content, from } = await read(given);
  try {
    return json.parse(JSON.parse(content.replace(/^\uFEFF/, '')));
  } catch (error) {
    throw new UsageError(
      `${from} is not JSON (${error instanceof Error ? error.message : 'unreadable'}); give JSON, @file or - for stdin.`,
    );
  }
}

async function read(given: string): Promise<{ content: string; from: string }> {
  if (given === '-') return { content: await readAll(process.stdin), from: 'what came on stdin' };
  if (!given.startsWith('@')) return { content: given, from: `the value of --input-json, ${shortened(given)},` };
  const path = given.slice(1);
  try {
    return { content: await readFile(path, 'utf8'), from: path };
  } catch {
    throw new UsageError(`--input-json names the file ${path}, which cannot be read; check the path.`);
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
