import { AppError } from '../../core/errors.ts';
import type { InputFiles } from '../../core/schemas/files.ts';
import type { Services } from '../services.ts';
import type { RunDraft } from '../stores/runs/new-record.ts';
import { runPrefix } from '../stores/runs/record.ts';
import { uploadsPrefix } from '../stores/uploads.ts';

type PlacedFile = RunDraft['files'][number];

/**
 * Brings the files that were given to a run into the bucket, each with its place in the workspace: `inputs/<name><ending>`.
 * @throws AppError `not-found` for an upload that does not exist.
 */
export async function placeInputFiles(services: Services, runId: string, files: InputFiles): Promise<PlacedFile[]> {
  return Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      if ('uploadId' in file) {
        const upload = await services.stores.uploads.require(file.uploadId);
        return { name, path: pathFor(name, upload.filename), key: upload.key, bytes: upload.bytes, sha256: upload.sha256 };
      }
      const path = pathFor(name, file.filename ?? '');
      const key = `${runPrefix(runId)}${path}`;
      const content = 'text' in file ? Buffer.from(file.text) : Buffer.from(file.base64, 'base64');
      return { name, path, key, ...(await services.bucket.put(key, content)) };
    }),
  );
}

/**
 * Gives a run that repeats another the same files, in its own part of the bucket: the other one may be past its time before this one starts.
 * @throws AppError `not-found` when one is gone already.
 */
export async function repeatInputFiles(services: Services, runId: string, files: readonly PlacedFile[]): Promise<PlacedFile[]> {
  return Promise.all(
    files.map(async (file) => {
      if (file.key.startsWith(uploadsPrefix)) {
        await services.stores.uploads.require(file.key.slice(uploadsPrefix.length));
        return file;
      }
      const content = await services.bucket.get(file.key);
      if (content === null) throw new AppError('not-found', `The input file ${file.name} is gone; start a new run and give it again.`);
      const key = `${runPrefix(runId)}${file.path}`;
      await services.bucket.put(key, content);
      return { ...file, key };
    }),
  );
}

function pathFor(name: string, filename: string): string {
  const ending = /\.[A-Za-z0-9]{1,10}(\.gz)?$/.exec(filename)?.[0] ?? '';
  return `inputs/${name}${ending}`;
}

/** The input with each file's path under the file's name. @throws AppError `bad-request` when a name is used for both a value and a file. */
export function withFiles<T>(input: T, files: readonly PlacedFile[]): T | Record<string, unknown> {
  if (files.length === 0) return input;
  if (input !== null && (typeof input !== 'object' || Array.isArray(input))) {
    throw new AppError('bad-request', undefined, [
      { field: 'input', expected: 'an object, because files are given by name', got: typeof input },
    ]);
  }
  const clash = files.find((file) => input !== null && Object.hasOwn(Object(input), file.name));
  if (clash)
    throw new AppError('bad-request', undefined, [
      { field: `files.${clash.name}`, expected: 'a name that `input` does not use', got: clash.name },
    ]);
  return { ...input, ...Object.fromEntries(files.map((file) => [file.name, file.path])) };
}
