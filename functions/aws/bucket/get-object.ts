import { AppError } from '../../../core/errors.ts';
import { isPassing } from '../passing-fault.ts';
import { answerUnless, placeOf } from './store.ts';
import type { Store } from './store.ts';

/** `start` inclusive, `end` exclusive, in bytes. */
export interface Range {
  start: number;
  end?: number;
}

/** S3 says `NoSuchKey` to GET, and `NotFound` to HEAD, whose answer has no body to say more. */
const missing = ['NoSuchKey', 'NotFound'];
/** The answer 416: the range begins at the object's end or behind it. */
const beyond = ['InvalidRange'];
/** The client asks again until an answer begins; one that breaks off is asked for again here. */
const readAttempts = 3;

/** The object or the range of it as it arrives, or null. An answer that nobody reads ends with the client's time for a silent connection. */
export async function streamObject(store: Store, key: string, range: Range = { start: 0 }): Promise<ReadableStream<Uint8Array> | null> {
  const body = await bodyOf(store, key, range);
  return body === null || body === 'empty' ? body && ReadableStream.from<Uint8Array>([]) : body.transformToWebStream();
}

/** The object or the range of it, whole, or null. */
export async function readObject(store: Store, key: string, range: Range = { start: 0 }): Promise<Uint8Array | null> {
  for (let attempt = 1; ; attempt++) {
    const body = await bodyOf(store, key, range);
    if (body === null || body === 'empty') return body && new Uint8Array();
    try {
      return await body.transformToByteArray();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (attempt === readAttempts) throw new AppError('no-capacity', 'A file broke off while it was read; try again in a moment.');
    }
  }
}

/** Size in bytes, or null when there is no object. */
export async function sizeOfObject(store: Store, key: string): Promise<number | null> {
  const { client, sdk } = await store.clients.s3();
  const found = await answerUnless(missing, `look at ${key}`, client.send(new sdk.HeadObjectCommand(placeOf(store, key))));
  return found?.ContentLength ?? null;
}

async function bodyOf(store: Store, key: string, { start, end }: Range) {
  // A range of nothing cannot be said in HTTP.
  if (end !== undefined && end <= start) return (await sizeOfObject(store, key)) === null ? null : 'empty';
  const { client, sdk } = await store.clients.s3();
  const whole = start === 0 && end === undefined;
  const Range = whole ? {} : { Range: `bytes=${start}-${end === undefined ? '' : end - 1}` };
  const asked = client.send(new sdk.GetObjectCommand({ ...placeOf(store, key), ...Range }));
  const found = await answerUnless(
    missing,
    `read ${key}`,
    asked.catch((error: unknown) => {
      if (error instanceof Error && beyond.includes(error.name)) return { Body: 'empty' as const };
      throw error;
    }),
  );
  return found?.Body ?? null;
}
