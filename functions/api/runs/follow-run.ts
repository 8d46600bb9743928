import * as routes from '../../../core/routes/logs.ts';
import { http } from '../../doors/http.ts';
import { lastLine } from './line-id.ts';
import { runEvents } from './run-events.ts';

export const followRun = http(routes.followRun, async ({ params, lastEventId, services, signal }) => {
  const { id, attempt } = await services.stores.runs.record(params.run);
  const last = lastLine(lastEventId);
  return runEvents(services, id, { last: last !== null && last.attempt <= attempt ? last : { attempt, seq: -1 }, signal });
});
