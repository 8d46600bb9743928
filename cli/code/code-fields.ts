import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { uploadFile } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { Progress } from '../output/progress.ts';
import type { ScriptFiles } from '../../core/schemas/files.ts';
import type { Carried } from './carry.ts';

/** The code as the body of a request carries it; a zip is uploaded first.
 *  @throws RunletError what the server refuses */
export async function codeFields(client: Client, code: Carried): Promise<{ files?: ScriptFiles; uploadId?: string; entry?: string }> {
  const entry = code.entry === undefined ? {} : { entry: code.entry };
  return code.kind === 'archive' ? { uploadId: await uploaded(client, code.path), ...entry } : { files: code.files, ...entry };
}

/** Uploads a file of this machine and returns the id by which it is taken. */
export async function uploaded(client: Client, path: string): Promise<string> {
  const progress = new Progress(`uploading ${basename(path)}`);
  try {
    return await uploadFile(client, basename(path), await openAsBlob(path));
  } finally {
    progress.end();
  }
}
