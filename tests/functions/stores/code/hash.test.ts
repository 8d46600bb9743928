import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentHash, factsOf } from '../../../../functions/stores/code/hash.ts';

const content = fc.uint8Array({ maxLength: 20 });
const files = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 5, unit: 'binary' }), content), {
  selector: ([path]) => path,
  maxLength: 8,
});

function hashOf(a: string, b: string): string {
  return contentHash(
    factsOf(
      new Map([
        ['a', Buffer.from(a)],
        ['b', Buffer.from(b)],
      ]),
    ),
  );
}

it('the hash does not depend on the order in which files came', () => {
  fc.assert(
    fc.property(files, (entries) => {
      expect(contentHash(factsOf(new Map(entries.toReversed())))).toBe(contentHash(factsOf(new Map(entries))));
    }),
  );
});

it('the hash is what `sha256sum` of the files gives, hashed again', () => {
  const sum = createHash('sha256').update('print(1)\n').digest('hex');
  const expected = createHash('sha256').update(`${sum}  script.py\n`).digest('hex');
  expect(contentHash(factsOf(new Map([['script.py', Buffer.from('print(1)\n')]])))).toBe(expected);
});

it('moving bytes from one file to another is another content', () => {
  expect(hashOf('xy', 'z')).not.toBe(hashOf('x', 'yz'));
});
