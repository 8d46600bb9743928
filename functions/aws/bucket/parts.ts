/** Bytes of a part: S3 takes 5 MiB to 5 GiB, 10,000 of them, so an object may have 78 GiB; one part is held in memory.
 *  Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const partBytes = 8 * 1024 * 1024;

/** Content cut into parts, all but the last of them of `partBytes` bytes; an empty content is one empty part. */
export async function* partsOf(
  content: Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<{ part: Uint8Array; isLast: boolean }, void, void> {
  const held = new Held();
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    for (let rest = chunk; rest.byteLength > 0;) {
      if (held.room === 0) yield { part: held.take(), isLast: false };
      const fitting = rest.subarray(0, held.room);
      held.add(fitting);
      rest = rest.subarray(fitting.byteLength);
    }
  }
  yield { part: held.take(), isLast: true };
}

/** Chunks that wait until they are a part. */
class Held {
  #chunks: Uint8Array[] = [];
  room = partBytes;

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.room -= chunk.byteLength;
  }

  take(): Uint8Array {
    const [only] = this.#chunks;
    const part = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.room = partBytes;
    return part;
  }
}
