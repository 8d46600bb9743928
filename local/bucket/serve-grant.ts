import { AppError } from '../../core/errors.ts';
import { closedHeaders } from '../../functions/doors/closed-headers.ts';
import { newRequestId, problem } from '../../functions/doors/problem.ts';
import type { Settings } from '../../functions/services.ts';
import type { DownloadGrant, Grants, UploadGrant } from './grants.ts';
import { pathOfKey } from './keys.ts';
import { readForm } from './multipart.ts';
import { streamObject, sizeOfObject } from './read-object.ts';
import type { UsedGrants } from './used-grants.ts';
import { writeAside } from './write-object.ts';

/** The address below which grants are served; the signed grant stands in its query. */
export const grantPath = '/v1/grants/object';

export interface GrantContext {
  root: string;
  grants: Grants;
  used: UsedGrants;
  log: Settings['log'];
}

/** Answers a request to a granted address: GET gives the object, POST takes it. The signature is the credential. Null for any other address. Never rejects. */
export async function serveGrant(request: Request, context: GrantContext): Promise<Response | null> {
  const url = new URL(request.url);
  if (url.pathname !== grantPath) return null;
  try {
    const grant = context.grants.read(url.searchParams.get('grant') ?? '');
    if (grant === null) throw new AppError('grant-invalid');
    if (grant.kind === 'download' && (request.method === 'GET' || request.method === 'HEAD'))
      return await download(request, grant, context.root);
    if (grant.kind !== 'download' && request.method === 'POST') return await upload(request, grant, context);
    throw new AppError('method-not-allowed', `This grant is for ${grant.kind === 'download' ? 'GET' : 'POST'}; got ${request.method}.`);
  } catch (error) {
    return problem(error, { requestId: newRequestId(), where: `${request.method} ${grantPath}`, log: context.log });
  }
}

async function download(request: Request, grant: DownloadGrant, root: string): Promise<Response> {
  const path = pathOfKey(root, grant.key);
  const bytes = await sizeOfObject(path);
  const body = request.method === 'HEAD' || bytes === null ? null : await streamObject(path, { start: 0, end: bytes });
  if (bytes === null) throw new AppError('not-found', 'The object of this grant is gone.');
  const headers = {
    ...closedHeaders,
    'content-type': 'application/octet-stream',
    'content-length': String(bytes),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(grant.filename).replace(/['()*]/g, escaped)}`,
  };
  return new Response(body, { headers });
}

async function upload(request: Request, grant: UploadGrant, { root, used }: GrantContext): Promise<Response> {
  const told = Number(request.headers.get('content-length') ?? 0);
  // Fields and delimiters take some room beside the file.
  if (told > grant.maxBytes + 64 * 1024) throw tooLarge(grant);
  const { fields, file } = await readForm(request);
  const path = pathOfKey(root, grantedKey(fields.get('key'), grant));
  const object = await writeAside(root, atMost(file, grant));
  try {
    if (grant.kind === 'upload' && !(await used.use(grant.id)))
      throw new AppError('grant-invalid', 'This grant was used already; ask for a new one with POST /v1/uploads.');
    await object.place(path);
  } finally {
    await object.discard();
  }
  return new Response(null, { status: 204, headers: closedHeaders });
}

function grantedKey(key: string | undefined, grant: UploadGrant): string {
  if (grant.kind === 'upload' && key === grant.key) return key;
  if (grant.kind === 'uploads' && key?.startsWith(grant.prefix) === true) return key;
  throw new AppError(
    'grant-invalid',
    "The field `key` is missing or is another grant's; send the fields of the grant as they are, before the file.",
  );
}

async function* atMost(file: AsyncIterable<Uint8Array>, grant: UploadGrant): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of file) {
    bytes += part.byteLength;
    if (bytes > grant.maxBytes) throw tooLarge(grant);
    yield part;
  }
}

function tooLarge(grant: UploadGrant): AppError {
  return new AppError(
    'too-large',
    `The file is larger than the ${grant.maxBytes} bytes of its grant; ask for a grant of the file's size with POST /v1/uploads.`,
  );
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
