import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Whole } from '../stores/attempts/whole.ts';
import { admitNext } from '../workflow/admit-next.ts';
import type { AnsweringParts } from '../workflow/parts.ts';
import { lookAfter, lookAt } from './sweep/look-after.ts';
import type { LookedAt } from './sweep/look-after.ts';
import { stopOrphan } from './sweep/stop-orphans.ts';

/** The clock says nothing that the sweep needs. */
export const sweepEvent = z.unknown();

/** Runs looked after at once. */
const width = 25;

/** What one look at the runs under way needs of recovery: within functions no process owns a run, so none is lost with its owner. */
const nobodyOwns = { isAlive: () => true, carries: () => true, adopts: false };

/**
 * Each minute: ends what waited too long, looks after every run that has a place, stops sandboxes that nobody needs, and admits. It is
 * mandatory, because events are best effort. Who has a place and who waits is read from the table itself; a run that cannot be looked
 * after holds up no other.
 */
export async function sweep(parts: AnsweringParts): Promise<void> {
  const { stores, launcher } = parts;
  await careful(parts, 'queue', async () => {
    const { failed } = await stores.runs.recover(nobodyOwns);
    for (const { runId, error } of failed) complain(parts, runId, error);
  });
  const living = await careful(parts, 'sandboxes', () => launcher.living());
  await careful(parts, 'runs', async () => {
    const wholes = await wholesOf(parts);
    await each(
      parts,
      await lookAt(parts, wholes, living),
      ({ whole }) => whole.record.id,
      (one: LookedAt) => lookAfter(parts, one),
    );
  });
  await each(
    parts,
    living ?? [],
    ({ runId }) => runId,
    (sandbox) => stopOrphan(parts, sandbox),
  );
  await admitNext(parts);
}

/** Every run that has a place. A place whose run is not there is given back at once. */
async function wholesOf(parts: AnsweringParts): Promise<Whole[]> {
  const { stores } = parts;
  const wholes: Whole[] = [];
  await each(
    parts,
    await stores.runs.leases(),
    ({ runId }) => runId,
    async ({ runId }) => {
      const whole = await stores.attempts.whole(runId).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'not-found') return null;
        throw error;
      });
      if (whole) wholes.push(whole);
      else await stores.runs.free(runId);
    },
  );
  return wholes;
}

async function each<T>(
  parts: AnsweringParts,
  items: readonly T[],
  name: (item: T) => string,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const work = async () => {
    for (const item of left) await careful(parts, name(item), () => task(item));
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
}

async function careful<T>(parts: AnsweringParts, what: string, task: () => Promise<T>): Promise<T | null> {
  try {
    return await task();
  } catch (error) {
    complain(parts, what, error);
    return null;
  }
}

function complain({ settings }: AnsweringParts, what: string, error: unknown): void {
  settings.log('error', 'looking after runs failed', {
    what,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
