import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDueHeap } from '../../../local/timer/due-heap.ts';

test('whatever is put in comes out soonest first, also between puts', () => {
  const put = fc.record({ kind: fc.constant('put' as const), at: fc.integer({ min: 0, max: 50 }) });
  const take = fc.record({ kind: fc.constant('take' as const) });
  fc.assert(
    fc.property(fc.array(fc.oneof(put, put, take), { maxLength: 200 }), (steps) => {
      const heap = createDueHeap<number>();
      const model: number[] = [];
      for (const step of steps) {
        if (step.kind === 'put') {
          heap.put({ what: step.at, at: step.at });
          model.push(step.at);
          model.sort((a, b) => a - b);
        } else expect(heap.take()?.at).toBe(model.shift());
        expect([heap.first()?.at, heap.size()]).toEqual([model[0], model.length]);
      }
    }),
  );
});

test('what is not wanted any more is left out, and the order stays', () => {
  const heap = createDueHeap<number>();
  for (const at of [5, 3, 8, 1, 9, 2]) heap.put({ what: at, at });
  heap.keepOnly(({ what }) => what % 2 === 1);
  expect([heap.take()?.at, heap.take()?.at, heap.take()?.at, heap.take()?.at, heap.take()]).toEqual([1, 3, 5, 9, undefined]);
});
