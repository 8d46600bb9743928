import type { Chunk } from './chunk.ts';
import type { Chunks } from './chunks.ts';

/** The bytes of a log as they were written, all of them or one stream's, in parts of at most 256 KiB. */
export async function* rawBytes(chunks: Chunks, stream: number | null): AsyncGenerator<Uint8Array> {
  for (const first of await chunks.firsts()) {
    const chunk = await chunks.at(first);
    if (chunk === null) continue;
    if (stream === null) yield* range(chunk, 0, chunk.bytes);
    else yield* streamBytes(chunk, stream);
  }
}

/** Reads that follow each other in the same stream go together. */
async function* streamBytes(chunk: Chunk, stream: number): AsyncGenerator<Uint8Array> {
  let [start, end] = [0, 0];
  for (let number = 0; number < chunk.records; number++) {
    const segment = await chunk.segment(number);
    if (segment === null || segment.stream !== stream) continue;
    if (segment.offset !== end) {
      yield* range(chunk, start, end);
      start = segment.offset;
    }
    end = segment.end;
  }
  yield* range(chunk, start, end);
}

async function* range(chunk: Chunk, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end;) {
    const part = await chunk.read(at, end);
    yield part;
    at += part.byteLength;
  }
}
