import { expect, it } from 'vitest';
import { createRecent } from '../../../functions/stores/recent.ts';

it('what was not used for longest goes first', () => {
  const recent = createRecent<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  recent.get('a');
  recent.set('c', 3);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
});

it('weights count against the room, and a value above the room is not kept', () => {
  const recent = createRecent<number>(10);
  recent.set('a', 1, 6);
  recent.set('b', 2, 6);
  recent.set('c', 3, 11);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([undefined, undefined, undefined]);
});

it('setting a key again replaces its weight', () => {
  const recent = createRecent<number>(10);
  recent.set('a', 1, 9);
  recent.set('a', 2, 1);
  recent.set('b', 3, 9);
  expect([recent.get('a'), recent.get('b')]).toEqual([2, 3]);
});
