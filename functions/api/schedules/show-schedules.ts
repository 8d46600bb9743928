import { setImmediate } from 'node:timers/promises';
import { withDefaults } from '../../../core/schemas/limits.ts';
import type { Schedule, SchedulePreview, ScheduleStatus } from '../../../core/schemas/schedule.ts';
import type { Services } from '../../services.ts';
import type { ScheduleWish } from '../../stores/schedules.ts';
import { estimate } from '../../stores/schedules/estimate.ts';
import type { PastOfScript } from '../../stores/schedules/estimate.ts';
import { nextFires } from '../../stores/schedules/next-fires.ts';
import type { ScheduleRecord } from '../../stores/schedules/record.ts';
import { statusOf } from '../../stores/schedules/status.ts';
import { pastOf } from './past-of.ts';

const pausedNote = 'The schedule is paused: until it is resumed these slots are recorded as skipped, and not run.';

/** Schedules as the API tells them: under the present names of their scripts, with what comes next and what it costs. */
export async function showSchedules(services: Services, records: readonly ScheduleRecord[]): Promise<Schedule[]> {
  const [names, pasts] = [remembering<string | null>(), remembering<PastOfScript | null>()];
  const found = await Promise.all(
    records.map(async (record) => {
      const { scriptId, version } = record;
      const name = names(scriptId, async () => (await services.stores.scripts.find(scriptId))?.body.name ?? null);
      const past = pasts(`${scriptId} ${version}`, () => pastOf(services, record));
      return { record, name: (await name) ?? record.script, past: await past };
    }),
  );
  const shown: Schedule[] = [];
  for (const { record, name, past } of found) {
    // What comes next may take milliseconds to find in a zone that nobody asked of yet, and others are answered between two.
    await setImmediate();
    shown.push(asSchedule(record, name, statusOf(record, services.stores.now()), previewOf(services, record, past)));
  }
  return shown;
}

/** One schedule as the API tells it. */
export async function showSchedule(services: Services, record: ScheduleRecord): Promise<Schedule> {
  const [shown] = await showSchedules(services, [record]);
  if (shown === undefined) throw new Error('a schedule was shown as none');
  return shown;
}

/** What is told of a schedule that is not saved. */
export async function showPreview(services: Services, wish: ScheduleWish): Promise<SchedulePreview> {
  return previewOf(services, wish, await pastOf(services, wish));
}

function previewOf({ stores, settings }: Services, wish: ScheduleWish, past: PastOfScript | null): SchedulePreview {
  const now = stores.now();
  const toCome = { timing: wish, limits: withDefaults(wish.settings), cpu: wish.settings.cpu ?? null, past };
  const { nextFires: fires, notes } = nextFires(wish, now);
  return {
    nextFires: fires,
    notes: wish.paused && fires.length > 0 ? [pausedNote, ...notes] : notes,
    estimate: estimate(toCome, { now, billed: settings.billed ?? false }),
  };
}

function asSchedule(record: ScheduleRecord, script: string, status: ScheduleStatus, preview: SchedulePreview): Schedule {
  const { recurrence, settings, ...kept } = record;
  const { id, scriptId, description, rate, timezone, start, end, version, overlap, catchUp, lastSlot, createdAt, createdBy, updatedAt } =
    kept;
  return {
    id,
    script,
    scriptId,
    description,
    status,
    cron: recurrence.kind === 'cron' ? recurrence.cron : null,
    rate,
    at: recurrence.kind === 'at' ? recurrence.at : null,
    timezone,
    start,
    end,
    version,
    overlap,
    catchUp,
    ...settings,
    lastSlot,
    createdAt,
    createdBy,
    updatedAt,
    ...preview,
  };
}

/** Asks once for each key. */
function remembering<V>(): (key: string, ask: () => Promise<V>) => Promise<V> {
  const known = new Map<string, Promise<V>>();
  return (key, ask) => {
    const asked = known.get(key) ?? ask();
    known.set(key, asked);
    return asked;
  };
}
