import type { BytesAnswer, ElsewhereAnswer } from '../../doors/operation.ts';
import type { Services } from '../../services.ts';

/** An object of the bucket as an answer: its bytes, or, where they are more than the installation answers itself, the way to them. Null when it is not there. */
export async function fromBucket(
  { bucket, settings }: Pick<Services, 'bucket' | 'settings'>,
  { key, type, bytes, filename }: { key: string; type: string; bytes: number; filename: string },
): Promise<BytesAnswer | ElsewhereAnswer | null> {
  if (isLarge(settings, bytes)) return (await bucket.size(key)) === null ? null : { location: await bucket.grantDownload(key, filename) };
  const body = await bucket.get(key);
  return body && { body, type, bytes, filename };
}

/** Whether so many bytes are more than the installation answers itself. */
export function isLarge({ answerBytes }: Services['settings'], bytes: number): boolean {
  return answerBytes !== undefined && bytes > answerBytes;
}
