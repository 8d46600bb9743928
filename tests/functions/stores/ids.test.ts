import { expect, it } from 'vitest';
import { idPattern } from '../../../core/ids.ts';
import { newId } from '../../../functions/stores/ids.ts';

it('ids are of their kind, and sort in the order in which they were made', () => {
  const ids = Array.from({ length: 1000 }, () => newId('run'));
  expect(ids.every((id) => idPattern('run').test(id))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
});
