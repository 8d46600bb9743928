import * as z from 'zod';
import { script } from '../../../core/schemas/script.ts';
import type { Script } from '../../../core/schemas/script.ts';
import type { Condition, Key, Write } from '../../ports/table.ts';

export const scriptRecord = script;
export const nameRecord = z.object({ scriptId: z.string() });

/** The partition in which all scripts are listed by name. */
export const listPartition = 'SCRIPTS';

export function scriptKey(id: string): Key {
  return { pk: `SCR#${id}`, sk: 'META' };
}

export function nameKey(name: string): Key {
  return { pk: `NAME#${name}`, sk: 'META' };
}

function listKey(name: string): Key {
  return { pk: listPartition, sk: name };
}

/** The script's row and its copy in the list, which are always written together. */
export function scriptWrites(body: Script, condition: Condition): Write[] {
  return [
    { kind: 'put', row: { ...scriptKey(body.id), body }, condition },
    { kind: 'put', row: { ...listKey(body.name), body }, condition: { kind: 'none' } },
  ];
}

/** Takes a name that must be free. */
export function claimName(name: string, scriptId: string): Write {
  return { kind: 'put', row: { ...nameKey(name), body: { scriptId } }, condition: { kind: 'absent' } };
}

/** Gives a name back, with its place in the list. */
export function releaseName(name: string): Write[] {
  return [nameKey(name), listKey(name)].map((key) => ({ kind: 'remove', key, condition: { kind: 'none' } }));
}
