import { createTwoFilesPatch } from 'diff';
import type { FileSet } from '../../stores/code/hash.ts';
import { textOf } from '../../stores/code/text.ts';

/** One file that is not the same in both sets; `patch` is a unified diff, null for binary files and for what takes too long to compare. */
export interface Difference {
  path: string;
  change: 'added' | 'removed' | 'changed';
  patch: string | null;
}

/** Two long files without a common line take minutes to compare as finely as this library does; people look at them otherwise. */
const timeoutMs = 1500;

/** What turns one file set into the other, in the order of paths. */
export function differences(before: FileSet, after: FileSet): Difference[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path) => difference(path, before.get(path), after.get(path)));
}

function difference(path: string, before: Uint8Array | undefined, after: Uint8Array | undefined): Difference[] {
  if (before && after) return Buffer.from(before).equals(after) ? [] : [{ path, change: 'changed', patch: patchOf(path, before, after) }];
  return [{ path, change: after ? 'added' : 'removed', patch: patchOf(path, before, after) }];
}

function patchOf(path: string, before: Uint8Array | undefined, after: Uint8Array | undefined): string | null {
  const old = before ? textOf(before) : '';
  const fresh = after ? textOf(after) : '';
  if (old === null || fresh === null) return null;
  const names = [before ? `a/${path}` : '/dev/null', after ? `b/${path}` : '/dev/null'] as const;
  return createTwoFilesPatch(...names, old, fresh, undefined, undefined, { context: 3, timeout: timeoutMs }) ?? null;
}
