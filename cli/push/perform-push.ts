import type { Client } from '../../client/index.ts';
import { RunletError } from '../../client/index.ts';
import type { Version } from '../../core/schemas/script.ts';
import { carriedCode } from '../code/carry.ts';
import type { Carried } from '../code/carry.ts';
import { codeFields } from '../code/code-fields.ts';
import { sampleOf } from '../code/sample.ts';
import type { PushOptions } from '../commands/push.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { scriptNameOf } from './script-name.ts';

/** Does `runlet push`: a new script, or a new version of a known one. The form of a template becomes the script's own. */
export async function performPush(path: string, options: PushOptions): Promise<void> {
  const code = await carriedCode(path, options.entry);
  if (code === null) throw new UsageError(`${path} is not there; give the path of a .py file, a folder or a .zip.`);
  const name = options.name ?? scriptNameOf(path);
  await using connection = await connect();
  const { client } = connection;
  const known = await client.getScript({ params: { script: name } }).catch(nullWhenNotFound);
  const version = known === null ? await create(client, name, path, code, options) : await addVersion(client, name, code, options);
  if (options.json) return await writeJson(version);
  const { live } = await client.getScript({ params: { script: name } });
  const isOld = known !== null && version.version <= known.latest;
  await write(
    'stdout',
    `${name} version ${version.version} ${isOld ? 'has this content already' : 'is saved'}${live === version.version ? ` and ${isOld ? 'is ' : ''}live` : ''}\n`,
  );
  for (const { file, line, message } of version.syntaxErrors) await write('stderr', `${file}:${line ?? 1}: ${message}\n`);
}

function nullWhenNotFound(error: unknown): null {
  if (error instanceof RunletError && error.code === 'not-found') return null;
  throw error;
}

async function create(client: Client, name: string, path: string, code: Carried, options: PushOptions): Promise<Version> {
  const sample = code.kind === 'files' && code.from === 'folder' ? await sampleOf(path) : null;
  const description = options.description ?? sample?.description;
  const { version } = await client.createScript({
    body: {
      name,
      description,
      note: options.note,
      inputOverride: sample?.form,
      ...(await codeFields(client, code)),
      ...entryOf(code, sample?.entry),
    },
  });
  return version;
}

async function addVersion(client: Client, name: string, code: Carried, options: PushOptions): Promise<Version> {
  if (options.description !== undefined)
    await client.updateScript({ params: { script: name }, body: { description: options.description } });
  return client.createVersion({
    params: { script: name },
    body: { note: options.note, promote: options.promote, ...(await codeFields(client, code)) },
  });
}

function entryOf(code: Carried, sampled: string | undefined): { entry?: string } {
  return code.entry === undefined && sampled !== undefined ? { entry: sampled } : {};
}
