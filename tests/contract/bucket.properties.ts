import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../functions/ports/bucket.ts';

const part = fc
  .oneof(
    fc.constantFrom('a', 'b', 'a.b', 'a-b', 'ab', 'é', '\u{1F600}', '\uFF5E', ' ', '%2e%2e', '\\', '..a', '...'),
    fc.string({ minLength: 1, maxLength: 4 }),
  )
  .filter((name) => name !== '.' && name !== '..' && !/[/\0]/.test(name) && name.isWellFormed());
const key = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

/** Without keys that would be another key's folder, which a directory cannot hold. */
const keys = fc.uniqueArray(key, { maxLength: 10 }).map((all) => all.filter((one) => !all.some((other) => other.startsWith(`${one}/`))));

let folders = 0;
const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What holds for any keys. */
export function bucketProperties(bucket: () => Bucket): void {
  describe('properties', () => {
    it('lists every key once and in byte order, for any keys, prefix and page size', async () => {
      await fc.assert(
        fc.asyncProperty(keys, fc.oneof(fc.constant(''), part, key), fc.integer({ min: 1, max: 4 }), async (names, prefix, limit) => {
          const folder = `p${folders++}/`;
          for (const name of names) await bucket().put(folder + name, Buffer.from(name));
          const expected = names.filter((name) => name.startsWith(prefix)).toSorted(compare);
          expect(await allKeys(bucket(), folder + prefix, limit)).toEqual(expected.map((name) => folder + name));
          await bucket().removeAll(folder + prefix);
          const rest = names.filter((name) => !name.startsWith(prefix)).toSorted(compare);
          expect(await allKeys(bucket(), folder, limit)).toEqual(rest.map((name) => folder + name));
        }),
        { numRuns: 60 },
      );
    });
    it("keeps each key's content apart", async () => {
      await fc.assert(
        fc.asyncProperty(keys, async (names) => {
          const folder = `c${folders++}/`;
          for (const name of names) await bucket().put(folder + name, Buffer.from(`of ${name}`));
          for (const name of names) expect(Buffer.from((await bucket().read(folder + name)) ?? []).toString()).toBe(`of ${name}`);
        }),
        { numRuns: 30 },
      );
    });
  });
}

async function allKeys(bucket: Bucket, prefix: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const page = await bucket.list(prefix, { limit, after: found.at(-1) });
    found.push(...page.map((one) => one.key));
    if (page.length < limit) return found;
  }
}
