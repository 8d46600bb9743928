import * as z from 'zod';
import { instant } from '../../../core/schemas/json.ts';
import { slot } from '../../../core/schemas/schedule.ts';
import type { Key, Table, Write } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import type { Stored } from '../change.ts';

/**
 * What is to be told and has not been told yet: one row for each thing that happened, written in the transaction in which it happened and
 * removed once every message of it is recorded. So nobody who dies in between keeps anything from being told.
 */
const partition = 'AFTER';

/** What an end means for the people who follow a script; decided once, in the transaction that changes the script's health. */
export const verdict = z.object({
  /** `first`: the script was well before. `repeat`: it had failed before, and the digest tells it. `late`: a later run has ended well meanwhile. */
  failure: z.enum(['first', 'repeat', 'late']).nullable(),
  /** Of a success with which the script is well again. */
  recovered: z.object({ since: instant, firstRun: z.string(), failures: z.int(), statuses: z.array(z.string()) }).nullable(),
  /** Whether this is the first time today that the script came near a limit. */
  nearLimit: z.boolean(),
});
export type Verdict = z.infer<typeof verdict>;

/** Why slots are told: nobody ran them; or they had no run when they were looked at a second time. */
export const slotNotices = ['missed', 'overdue'] as const;
export type SlotNotice = (typeof slotNotices)[number];

/** Some due times of one schedule, of which the newest are named. */
export const slotSpan = z.object({ count: z.int(), from: instant, through: instant, newest: z.array(slot) });
export type SlotSpan = z.infer<typeof slotSpan>;

export const marker = z.discriminatedUnion('what', [
  z.object({ what: z.literal('end'), at: instant, runId: z.string(), verdict: verdict.nullable() }),
  z.object({
    what: z.literal('digest'),
    at: instant,
    scriptId: z.string(),
    since: instant,
    failures: z.int(),
    untold: z.record(z.string(), z.int()),
    untoldSince: instant,
    lastRun: z.string(),
  }),
  z.object({
    what: z.literal('slots'),
    at: instant,
    scheduleId: z.string(),
    notice: z.enum(slotNotices),
    span: slotSpan,
    /** Whether they are to be told by a mail now; null while that is not decided. */
    told: z.boolean().nullable(),
  }),
]);
export type Marker = z.infer<typeof marker>;

export function markerKey(name: string): Key {
  return { pk: partition, sk: name };
}

export function markerWrite(name: string, body: Marker): Extract<Write, { kind: 'put' }> {
  return { kind: 'put', row: { ...markerKey(name), body: JSON.parse(JSON.stringify(body)) }, condition: { kind: 'none' } };
}

export async function readMarker(table: Table, name: string): Promise<Stored<Marker> | null> {
  return readRow(table, markerKey(name), marker);
}

/** Whatever is still to be told, read from the table itself. */
export async function* markers(table: Table): AsyncGenerator<{ name: string; body: unknown }> {
  let cursor: string | undefined;
  do {
    const page = await table.query({ pk: partition, limit: 100, cursor });
    for (const { sk, body } of page.rows) yield { name: sk, body };
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}
