import type { Version } from '../../../core/schemas/script.ts';
import type { Services } from '../../services.ts';
import type { PastOfScript } from '../../stores/schedules/estimate.ts';

/** So many versions before the one that would run are asked for past runs: what is older says little of what runs now. */
const versionsBack = 10;

/** What earlier runs took of the version that would run now, else of the newest version before it that has any, because a new version has none
 *  yet; null when there were none. @throws AppError `not-found` when the script is gone. */
export async function pastOf({ stores }: Services, { scriptId, version, sha256 }: Version): Promise<PastOfScript | null> {
  const past = await stores.runs.pastRuns(sha256);
  if (past !== null) return { ...past, earlier: null };
  const { items } = await stores.versions.list(scriptId, { before: version, limit: versionsBack });
  for (const one of items) {
    const before = await stores.runs.pastRuns(one.sha256);
    if (before !== null) return { ...before, earlier: { version: one.version, instead: version } };
  }
  return null;
}
