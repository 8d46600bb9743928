import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { programOfSlots } from '../../submitting/slot-draft.ts';
import { submitAndWait } from '../../submitting/submit-and-wait.ts';

/** Runs what a schedule runs, now and for no slot: neither its pause nor its overlap policy is asked. */
export const runSchedule = http(routes.runSchedule, async ({ params, query, actor, idempotency, services, signal }) => {
  const schedule = await services.stores.schedules.require(params.schedule);
  const { id, settings } = schedule;
  const program = await programOfSlots(services, schedule);
  const trigger = { kind: 'schedule', schedule: id, cause: 'run-now', actor: actor.id } as const;
  return submitAndWait(services, program, { ...settings, actor, idempotency, trigger }, query.wait ?? 0, signal);
});
