import { AppError } from '../../core/errors.ts';
import { mediaType, readBody } from './read-body.ts';

/** Deeper JSON than any program sends on purpose; Python's own reader gives up near 1,000. */
const maxDepth = 200;

/** Reads a JSON body; no body at all is `{}`, so that an operation without required fields may be called without one.
 *  @throws AppError `unsupported-media-type`, `too-large`, `bad-json`. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (request.body === null || request.headers.get('content-length') === '0') return {};
  const type = mediaType(request);
  const isJson = type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type);
  if (type !== '' && !isJson) throw new AppError('unsupported-media-type', `The body is sent as ${type}; send it as application/json.`);
  const bytes = await readBody(request, maxBytes);
  if (bytes.byteLength === 0) return {};
  if (!isJson)
    throw new AppError('unsupported-media-type', 'The body has no content type; send the header content-type: application/json.');
  return checked(parsed(text(bytes)));
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('bad-json', 'The body is not UTF-8; send JSON as UTF-8.');
  }
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 160) : 'it cannot be read';
    throw new AppError('bad-json', `The body is not JSON: ${why}.`);
  }
}

/** Walks without recursion, because the depth of a hostile body would overflow the stack, here and in whatever reads it later. */
function checked(root: unknown): unknown {
  const waiting: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= maxDepth) throw new AppError('bad-json', `The body is nested more than ${maxDepth} levels deep; send flatter JSON.`);
    if (Object.hasOwn(value, '__proto__'))
      throw new AppError('bad-json', 'The body has a field named __proto__, which is not allowed anywhere.');
    for (const inner of Object.values(value)) if (typeof inner === 'object') waiting.push({ value: inner, depth: depth + 1 });
  }
  return root;
}
