import * as routes from '../../../core/routes/schedules.ts';
import { http } from '../../doors/http.ts';
import { readMoment } from '../../stores/schedules/moment.ts';
import { backfill } from '../../submitting/backfill.ts';

/** Runs the slots of a stretch of time that is over, each with its own slot time. */
export const backfillSchedule = http(routes.backfillSchedule, async ({ params, body, actor, services }) => {
  const { id, timezone } = await services.stores.schedules.require(params.schedule);
  const { dryRun = false, again = false } = body;
  const from = readMoment(body.from, timezone, 'from');
  const to = readMoment(body.to, timezone, 'to');
  return backfill(services, id, { from, to, dryRun, again, by: actor.id });
});
