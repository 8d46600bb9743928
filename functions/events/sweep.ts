import { errorText } from '../../core/error-text.ts';
import * as z from 'zod';
import { wholeOrNull } from '../stores/attempts/whole-or-null.ts';
import type { Whole } from '../stores/attempts/whole.ts';
import { admitNext } from '../workflow/admit-next.ts';
import { afterEnd } from '../workflow/after-end.ts';
import type { AnsweringParts } from '../workflow/parts.ts';
import { runEnded } from '../workflow/run-ended.ts';
import { lookAfter, lookAt } from './sweep/look-after.ts';
import { stopOrphan } from './sweep/stop-orphan.ts';

/** The clock says nothing that the sweep needs. */
export const sweepEvent = z.unknown();

/** Runs looked after at once. */
const width = 25;

/**
 * Each minute: ends what waited too long, looks after every run that has a place, stops sandboxes that nobody needs, and admits. It is
 * mandatory, because events are best effort. Who has a place and who waits is read from the table itself; a run that cannot be looked
 * after holds up no other.
 */
export async function sweep(parts: AnsweringParts): Promise<void> {
  // Beside each other, because a line of thousands must not keep runs that have a place from being looked after.
  await Promise.all([careful(parts, 'queue', () => lookAfterWaiting(parts)), lookAfterPlaces(parts)]);
  await admitNext(parts);
}

async function lookAfterWaiting(parts: AnsweringParts): Promise<void> {
  const { failed, gaveUp, waiting } = await parts.stores.runs.giveUpWaiting();
  // A figure is paid for in each hour in which it is told, so an installation at rest tells none.
  if (waiting > 0) parts.metrics.measure('queuedRuns', waiting);
  for (const { runId, error } of failed) complain(parts, runId, error);
  for (const record of gaveUp) {
    runEnded(parts, record);
    await afterEnd(parts, record);
  }
}

async function lookAfterPlaces(parts: AnsweringParts): Promise<void> {
  const { stores, launcher } = parts;
  const living = await careful(parts, 'sandboxes', () => launcher.living());
  const wholes = (await careful(parts, 'runs', () => wholesOf(parts))) ?? new Map<string, Whole>();
  const looked = (await careful(parts, 'runs', () => lookAt(parts, [...wholes.values()], living))) ?? [];
  await each(parts, looked, (one) => lookAfter(parts, one));
  await each(parts, living ?? [], async (sandbox) => {
    const whole = wholes.get(sandbox.runId) ?? (await wholeOrNull(stores.attempts, sandbox.runId));
    await stopOrphan(parts, sandbox, whole);
  });
}

/** Every run that has a place, by its id. A place whose run is not there is given back at once. */
async function wholesOf(parts: AnsweringParts): Promise<Map<string, Whole>> {
  const { attempts, runs } = parts.stores;
  const wholes = new Map<string, Whole>();
  const now = parts.stores.now().toISOString();
  await each(parts, await runs.leases(), async ({ runId, expiresAt }) => {
    // One that cannot be read is complained of at each look, and has its place for as long as a run may live.
    if (expiresAt <= now && (await runs.free(runId))) return;
    const whole = await wholeOrNull(attempts, runId);
    if (whole) wholes.set(runId, whole);
    else await runs.free(runId);
  });
  return wholes;
}

async function each<T>(parts: AnsweringParts, items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const work = async () => {
    for (const item of left) await careful(parts, 'run', () => task(item));
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
    error: errorText(error),
  });
}
