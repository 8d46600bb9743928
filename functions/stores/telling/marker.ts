import * as z from 'zod';
import { instant } from '../../../core/schemas/json.ts';
import { slot } from '../../../core/schemas/schedule.ts';
import type { Key, Table, Write } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import type { Stored } from '../change.ts';
import { failing, untold } from './health.ts';

/**
 * What is to be told and has not been told yet: one row for each thing that happened, written in the transaction in which it happened and
 * removed once every message of it is recorded. So nobody who dies in between keeps anything from being told.
 */
const partition = 'AFTER';

/** What an end means for those who follow a script; decided once, in the transaction that changes the script's health. */
export const verdict = z.object({
  /** `first`: the script was well before. `repeat`: it failed before, and a digest tells it. `late`: a later run has ended well meanwhile. */
  failure: z.enum(['first', 'repeat', 'late']).nullable(),
  /** What is over with this success. */
  recovered: failing.nullable(),
  /** Whether it is the first one today that came near a limit. */
  nearLimit: z.boolean(),
});
export type Verdict = z.infer<typeof verdict>;

/** Why slots are told: nobody ran them; or they had no run when they were looked at a second time. */
export const slotNotices = ['missed', 'overdue'] as const;
export type SlotNotice = (typeof slotNotices)[number];

/** Due times of one schedule: how many, from when to when, and the newest of them. */
export const slotSpan = z.object({ count: z.int(), from: instant, through: instant, newest: z.array(slot) });
export type SlotSpan = z.infer<typeof slotSpan>;

const endMarker = z.object({ what: z.literal('end'), at: instant, runId: z.string(), verdict: verdict.nullable() });
const digestMarker = z.object({ what: z.literal('digest'), at: instant, scriptId: z.string(), failing, untold });
const slotsMarker = z.object({
  what: z.literal('slots'),
  at: instant,
  scheduleId: z.string(),
  notice: z.enum(slotNotices),
  span: slotSpan,
  /** Whether it is decided that a mail tells them now. */
  isDecided: z.boolean(),
});

export const marker = z.discriminatedUnion('what', [endMarker, digestMarker, slotsMarker]);
export type Marker = z.infer<typeof marker>;
export type EndMarker = z.infer<typeof endMarker>;
export type DigestMarker = z.infer<typeof digestMarker>;
export type SlotsMarker = z.infer<typeof slotsMarker>;

/** Ends of one script stand together, so that one read tells whether some are still to be judged. */
export function endName({ id, scriptId }: { id: string; scriptId: string | null }): string {
  return `${scriptId ?? ''}#${id}`;
}

/** How the names of markers about due times begin. */
export const slotsPrefix = 'SLOTS#';

/** How the names of a schedule's markers begin that tell the same. */
export function slotsOf(scheduleId: string, notice: SlotNotice): string {
  return `${slotsPrefix}${scheduleId}#${notice}#`;
}

export function markerKey(name: string): Key {
  return { pk: partition, sk: name };
}

export function markerWrite(name: string, body: Marker): Extract<Write, { kind: 'put' }> {
  return { kind: 'put', row: { ...markerKey(name), body: JSON.parse(JSON.stringify(body)) }, condition: { kind: 'none' } };
}

export async function readMarker(table: Table, name: string): Promise<Stored<Marker> | null> {
  return readRow(table, markerKey(name), marker);
}

/** Up to `most` other markers that tell the same of a schedule as the one of that name, and of which nobody has decided when; the earliest first. */
export async function undecidedBeside(
  table: Table,
  name: string,
  { scheduleId, notice }: Pick<SlotsMarker, 'scheduleId' | 'notice'>,
  most: number,
): Promise<{ name: string; body: SlotsMarker; revision: number }[]> {
  const { rows } = await table.query({ pk: partition, prefix: slotsOf(scheduleId, notice), limit: most });
  return rows.flatMap(({ sk, body, revision }) => {
    // One that cannot be read is told by itself, which fails, and the operator hears why.
    const read = slotsMarker.safeParse(body).data;
    return sk === name || read === undefined || read.isDecided ? [] : [{ name: sk, body: read, revision }];
  });
}

/** Whether an end of the script is still to be judged, other than the one of that name. */
export async function isPending(table: Table, scriptId: string, except: string | null = null): Promise<boolean> {
  const { rows } = await table.query({ pk: partition, prefix: `${scriptId}#`, limit: 2 });
  return rows.some(({ sk }) => sk !== except);
}

/** Whatever is still to be told, read from the table itself, as it lies there. */
export async function* markers(table: Table): AsyncGenerator<{ name: string; body: unknown }> {
  let cursor: string | undefined;
  do {
    const page = await table.query({ pk: partition, limit: 100, cursor });
    for (const { sk, body } of page.rows) yield { name: sk, body };
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}
