import { AppError } from '../../core/errors.ts';

/** Reads a body of at most `maxBytes` bytes into memory. A body that says it is longer is refused unread; one that does not say (chunked) is
 *  refused as soon as it has been longer.
 *  @throws AppError `too-large`. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const told = Number(request.headers.get('content-length') ?? 0);
  if (told > maxBytes) throw tooLarge(`The body is ${told} bytes long`, maxBytes);
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  // Whoever carries the request decides what becomes of the rest; cancelling it here ends connections before the refusal is heard.
  for await (const part of request.body.values({ preventCancel: true })) {
    length += part.byteLength;
    if (length > maxBytes) throw tooLarge('The body goes on', maxBytes);
    parts.push(part);
  }
  return joined(parts, length);
}

function joined(parts: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function tooLarge(found: string, maxBytes: number): AppError {
  return new AppError(
    'too-large',
    `${found}, and this address takes at most ${maxBytes} bytes; send large files through POST /v1/uploads and \`uploadId\`.`,
  );
}

/** The content type without its parameters, in lower case; empty when none is given. */
export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase();
}
