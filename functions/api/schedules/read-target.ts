import { AppError } from '../../../core/errors.ts';
import type { Version } from '../../../core/schemas/script.ts';
import type { Services } from '../../services.ts';
import type { PastOfScript } from '../../stores/schedules/estimate.ts';
import type { ScheduleWish } from '../../stores/schedules.ts';
import { pastOf } from './past-of.ts';

/** What is known of the version that a schedule would run now. */
export interface Target {
  past: PastOfScript | null;
  /** Why each of its slots would fail, a sentence or more for each reason. */
  notes: readonly string[];
}

/** Reads it; of a version that is gone nothing is known. */
export async function readTarget(services: Services, wish: Pick<ScheduleWish, 'scriptId' | 'version'>): Promise<Target> {
  try {
    const { version } = await services.stores.versions.require(wish.scriptId, wish.version);
    return { past: await pastOf(services, version), notes: faultsOf(version) };
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not-found' || error.code === 'no-version')) return { past: null, notes: [] };
    throw error;
  }
}

/** Only a schedule asks trigger(), so runs that people start do not show that it cannot be asked. */
function faultsOf({ version, findings }: Version): string[] {
  return findings
    .filter(({ rule }) => rule === 'trigger-parameters')
    .map(({ message, fix }) => `Version ${version} would fail at every slot: ${message} ${fix}`);
}
