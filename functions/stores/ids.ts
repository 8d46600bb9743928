import { monotonicFactory } from 'ulid';
import { idPrefixes } from '../../core/ids.ts';
import type { IdKind } from '../../core/ids.ts';

const next = monotonicFactory();

/** A new id of this kind; ids made by one process sort in the order they were made, even within a millisecond. */
export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${next()}`;
}
