import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { partBytes, partsOf } from '../../../../functions/aws/bucket/parts.ts';

const content = Buffer.alloc(3 * partBytes, 'abcdefg');

/** The beginning of the content in chunks of these sizes. */
async function* inChunks(sizes: readonly number[], read: number[] = []): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    read.push(size);
    yield content.subarray(at, at + size);
    at += size;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const size = fc.oneof(fc.constantFrom(0, 1, partBytes - 1, partBytes, partBytes + 1), fc.integer({ min: 0, max: partBytes * 2 }));
const sizes = fc.array(size, { maxLength: 6 }).filter((all) => all.reduce((a, b) => a + b, 0) <= content.length);

test('content is cut into whole parts and one last part, whatever its chunks', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (chunks) => {
      const parts = await all(partsOf(inChunks(chunks)));
      const total = chunks.reduce((a, b) => a + b, 0);
      expect(Buffer.concat(parts.map(({ part }) => part)).equals(content.subarray(0, total))).toBe(true);
      expect(parts.slice(0, -1).every(({ part, isLast }) => part.byteLength === partBytes && !isLast)).toBe(true);
      expect(parts.at(-1)).toMatchObject({ isLast: true });
      expect(parts.length).toBe(Math.max(1, Math.ceil(total / partBytes)));
    }),
    { numRuns: 25 },
  );
});

test('no more is read than the part that is wanted and one chunk', async () => {
  const read: number[] = [];
  const chunk = partBytes / 4;
  for await (const { isLast } of partsOf(
    inChunks(
      Array.from({ length: 12 }, () => chunk),
      read,
    ),
  )) {
    expect(isLast).toBe(false);
    break;
  }
  expect(read.length).toBe(5);
});

test('content that is there is not copied', async () => {
  const parts = await all(partsOf(content));
  expect(parts.map(({ part }) => part.buffer === content.buffer)).toEqual([true, true, true]);
});
