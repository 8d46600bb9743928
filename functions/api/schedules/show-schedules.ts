import { setImmediate } from 'node:timers/promises';
import { withDefaults } from '../../../core/schemas/limits.ts';
import type { Schedule, SchedulePreview, ScheduleStatus } from '../../../core/schemas/schedule.ts';
import type { Services } from '../../services.ts';
import type { ScheduleWish } from '../../stores/schedules.ts';
import { estimate } from '../../stores/schedules/estimate.ts';
import { nextFires } from '../../stores/schedules/next-fires.ts';
import type { ScheduleRecord } from '../../stores/schedules/record.ts';
import { statusOf } from '../../stores/schedules/status.ts';
import { readTarget } from './read-target.ts';
import type { Target } from './read-target.ts';

const pausedNote = 'The schedule is paused: until it is resumed these slots are recorded as skipped, and not run.';

/** Schedules as the API tells them: under the present names of their scripts, with what comes next and what it costs. */
export async function showSchedules(services: Services, records: readonly ScheduleRecord[]): Promise<Schedule[]> {
  const [names, targets] = [remembering<string | null>(), remembering<Target>()];
  const found = await Promise.all(
    records.map(async (record) => {
      const { scriptId, version } = record;
      const name = names(scriptId, async () => (await services.stores.scripts.find(scriptId))?.body.name ?? null);
      const target = targets(`${scriptId} ${version}`, () => readTarget(services, record));
      return { record, name: (await name) ?? record.script, target: await target };
    }),
  );
  const shown: Schedule[] = [];
  for (const { record, name, target } of found) {
    // What comes next may take milliseconds to find in a zone that nobody asked of yet, and others are answered between two.
    await setImmediate();
    shown.push(asSchedule(record, name, statusOf(record, services.stores.now()), previewOf(services, record, target)));
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
  return previewOf(services, wish, await readTarget(services, wish));
}

function previewOf({ stores, settings }: Services, wish: ScheduleWish, { past, notes: faults }: Target): SchedulePreview {
  const now = stores.now();
  const toCome = { timing: wish, limits: withDefaults(wish.settings), cpu: wish.settings.cpu ?? null, past };
  const { nextFires: fires, notes } = nextFires(wish, now);
  const ofAll = fires.length === 0 ? [] : [...(wish.paused ? [pausedNote] : []), ...faults];
  return {
    nextFires: fires,
    notes: [...ofAll, ...notes],
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
