import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Client } from '../../client/index.ts';
import type { InputFiles } from '../../core/schemas/files.ts';
import type { Run } from '../../core/schemas/run.ts';
import { codeFields, uploaded } from '../code/code-fields.ts';
import { UsageError } from '../usage-error.ts';
import type { RunRequest } from './request.ts';

/** Larger files go up by a grant, because a body is held in memory as a whole. */
const inlineBytes = 4 * 1024 * 1024;

/** Starts the run that is asked for and returns its record, which may still be QUEUED.
 *  @throws RunletError what the server refuses; UsageError when a file cannot be read. */
export async function startRun(client: Client, request: RunRequest): Promise<Run> {
  const files = await inputFilesOf(client, request.files);
  const fields = { ...request.fields, ...(Object.keys(files).length > 0 && { files }) };
  const { target } = request;
  if (target.kind === 'code') {
    const { files: code, ...other } = await codeFields(client, target.code);
    return client.previewRun({ body: { ...fields, ...other, code } });
  }
  const version = target.version === undefined ? {} : { version: target.version };
  return client.startRun({ params: { script: target.name }, body: { ...fields, ...version } });
}

async function inputFilesOf(client: Client, paths: Record<string, string>): Promise<InputFiles> {
  const files = await Promise.all(Object.entries(paths).map(async ([name, path]) => [name, await inputFile(client, name, path)] as const));
  return Object.fromEntries(files);
}

async function inputFile(client: Client, name: string, path: string): Promise<InputFiles[string]> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw new UsageError(
      `--file ${name}=${path}: ${found === null ? 'there is no such file' : 'this is not a file'}; give the path of a file.`,
    );
  if (found.size > inlineBytes) return { uploadId: await uploaded(client, path) };
  return { base64: await readFile(path, 'base64'), filename: basename(path) };
}
