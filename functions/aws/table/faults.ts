import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { isPassing } from '../passing-fault.ts';

/** Another transaction has the item just now. */
const collisions: ReadonlySet<string> = new Set(['TransactionConflictException', 'TransactionInProgressException']);
/** AWS docs, TransactWriteItems: why a transaction was canceled though its conditions may hold. */
const passing: ReadonlySet<string> = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Tries in all, with up to 25, 50, 100 … 1,000 ms between them: 1.3 s on average. */
const maxAttempts = 8;

const failure = z.object({
  name: z.string(),
  CancellationReasons: z.array(z.object({ Code: z.string().optional() })).optional(),
  Item: z.record(z.string(), z.object({ S: z.string().optional() })).optional(),
});
export type Failure = z.infer<typeof failure>;

/**
 * Sends a write again, after a pause that is drawn at random, while others are in its way.
 * @param refused what it answers when a condition does not hold.
 * @throws AppError `no-capacity` when others were in its way eight times, or the table takes no more, or does not answer, after the SDK's own tries.
 */
export async function untilSettled(send: () => Promise<unknown>, refused: (failure: Failure) => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (attempt > 0) await sleep(Math.random() * Math.min(1000, 25 * 2 ** (attempt - 1)));
    try {
      await send();
      return true;
    } catch (error) {
      const known = failure.safeParse(error).data;
      if (known !== undefined && isRefused(known)) return refused(known);
      if (known === undefined || !isInTheWay(known)) throw asAppError(error);
    }
  }
  throw crowded();
}

/** A name for one write, however often it is sent. */
export function newWriteId(): string {
  return randomBytes(9).toString('base64url');
}

/** Sends a read. @throws AppError `no-capacity` when the table does not answer after the SDK's own tries. */
export async function answered<T>(sent: Promise<T>): Promise<T> {
  try {
    return await sent;
  } catch (error) {
    throw asAppError(error);
  }
}

function isRefused({ name, CancellationReasons: reasons }: Failure): boolean {
  return name === 'ConditionalCheckFailedException' || reasons?.some(({ Code }) => Code === 'ConditionalCheckFailed') === true;
}

function isInTheWay({ name, CancellationReasons: reasons }: Failure): boolean {
  return collisions.has(name) || (reasons !== undefined && reasons.every(({ Code }) => passing.has(Code ?? 'None')));
}

function asAppError(error: unknown): unknown {
  return isPassing(error) ? crowded() : error;
}

function crowded(): AppError {
  return new AppError('no-capacity', 'The table cannot be reached or takes no more requests right now; try again in a moment.');
}
