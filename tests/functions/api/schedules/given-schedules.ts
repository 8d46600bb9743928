import * as z from 'zod';
import { schedule } from '../../../../core/schemas/schedule.ts';
import type { Schedule } from '../../../../core/schemas/schedule.ts';
import { givenApi } from '../given-api.ts';
import type { GivenApi } from '../given-api.ts';

/** The API with schedules, at a time that only the test moves. */
export interface GivenSchedules extends GivenApi {
  now: () => Date;
  /** The clock goes on; no timer notices, as if it had slept. */
  pass: (time: { minutes?: number; hours?: number }) => void;
  /** A saved script. */
  givenScript: (source?: string) => Promise<string>;
  /** A schedule of a script of its own, every hour unless said otherwise. */
  givenSchedule: (body?: Record<string, unknown>) => Promise<Schedule>;
  show: (id: string) => Promise<Schedule>;
}

let scripts = 0;

/** Saturday, 2026-11-21 10:20 UTC, unless said otherwise. */
export function givenSchedules({ at = '2026-11-21T10:20:00Z', adopt = true }: { at?: string; adopt?: boolean } = {}): GivenSchedules {
  let time = new Date(at).getTime();
  const now = () => new Date(time);
  const api = givenApi({ adopt, now });
  const givenScript = async (source = 'print(1)\n') => {
    scripts += 1;
    const answer = await api.call('POST', '/v1/scripts', { name: `script-${scripts}`, source });
    return z.parse(z.object({ name: z.string() }), answer.body).name;
  };
  return {
    ...api,
    now,
    pass: ({ minutes = 0, hours = 0 }) => {
      time += (hours * 60 + minutes) * 60_000;
    },
    givenScript,
    givenSchedule: async (body = {}) => {
      const recurrence = ['cron', 'rate', 'at'].some((kind) => kind in body) ? {} : { cron: '0 * * * *' };
      const script = 'script' in body ? {} : { script: await givenScript() };
      const answer = await api.call('POST', '/v1/schedules', { ...script, ...recurrence, ...body });
      return schedule.parse(answer.body);
    },
    show: async (id) => schedule.parse((await api.call('GET', `/v1/schedules/${id}`)).body),
  };
}
