import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { refuseUnless } from './field-errors.ts';
import type { UploadedFile } from './operation.ts';
import { mediaType, readBody } from './read-body.ts';

/** The shape of a multipart body: the name of its one file, the schema of its other fields, its greatest length. */
interface Form {
  file: string;
  fields: z.ZodObject;
  maxBytes: number;
}

/** Reads a multipart/form-data body of one file and text fields.
 *  @throws AppError `unsupported-media-type`, `too-large`, `bad-request` with the fields. */
export async function readMultipart(request: Request, form: Form): Promise<{ fields: unknown; file: UploadedFile }> {
  if (mediaType(request) !== 'multipart/form-data') {
    throw new AppError('unsupported-media-type', `Send multipart/form-data with the content as \`${form.file}\`.`);
  }
  const data = await formData(await readBody(request, form.maxBytes), request.headers.get('content-type') ?? '');
  const files = data.getAll(form.file);
  const [file] = files;
  if (!(file instanceof File) || files.length > 1) {
    const got = files.length > 1 ? `${files.length} of them` : file === undefined ? 'nothing' : 'text without a file name';
    throw new AppError('bad-request', undefined, [{ field: form.file, expected: 'one file', got }]);
  }
  data.delete(form.file);
  const fields = refuseUnless(form.fields, texts(data));
  return { fields, file: { filename: file.name, bytes: await file.bytes() } };
}

async function formData(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new AppError('bad-request', 'The multipart/form-data body cannot be read; let a library write it, boundary included.');
  }
}

function texts(data: FormData): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of data) {
    if (typeof value !== 'string') throw new AppError('bad-request', undefined, [{ field: name, expected: 'text', got: 'a file' }]);
    if (fields.has(name))
      throw new AppError('bad-request', undefined, [{ field: name, expected: 'given once', got: 'given several times' }]);
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}
