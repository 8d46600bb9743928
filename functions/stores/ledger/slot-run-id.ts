import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';
import { idPrefixes } from '../../../core/ids.ts';

/** Crockford's base 32, of which a ULID's characters are. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 80 bits, five in each character. */
const randomLength = 16;

/** The id of the run of a slot: a ULID of its creation whose random part follows from schedule and slot, so that it tells which slot it ran. Two who make
 *  it in different milliseconds make two ids: that a slot has one run rests on its row alone. @param instead the run in whose place it comes, when a slot is run once more. */
export function slotRunId(scheduleId: string, slot: string, createdAt: Date, instead: string | null = null): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([scheduleId, slot, instead]))
    .digest();
  const random = [...hash.subarray(0, randomLength)].map((byte) => digits.charAt(byte % digits.length)).join('');
  return `${idPrefixes.run}_${encodeTime(createdAt.getTime(), 10)}${random}`;
}
