import { AppError } from '../../../core/errors.ts';
import type { Services } from '../../services.ts';
import type { PastOfScript } from '../../stores/schedules/estimate.ts';
import type { ScheduleWish } from '../../stores/schedules.ts';

/** So many versions before the one that would run are asked for past runs: what is older says little of what runs now. */
const versionsBack = 10;

/** What earlier runs took of the version that would run now, else of the newest version before it that has any, because a new version has none
 *  yet; null when there were none, or the version is gone. */
export async function pastOf({ stores }: Services, wish: Pick<ScheduleWish, 'scriptId' | 'version'>): Promise<PastOfScript | null> {
  try {
    const { version } = await stores.versions.require(wish.scriptId, wish.version);
    const past = await stores.runs.pastRuns(version.sha256);
    if (past !== null) return { ...past, earlier: null };
    const { items } = await stores.versions.list(wish.scriptId, { before: version.version, limit: versionsBack });
    for (const { sha256, version: number } of items) {
      const before = await stores.runs.pastRuns(sha256);
      if (before !== null) return { ...before, earlier: { version: number, instead: version.version } };
    }
    return null;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not-found' || error.code === 'no-version')) return null;
    throw error;
  }
}
