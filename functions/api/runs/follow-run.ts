import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';
import { runEvents } from './run-events.ts';

export const followRun = http(routes.followRun, async ({ params, lastEventId, services, signal }) => {
  const { id } = await services.stores.runs.record(params.run);
  return runEvents(services, id, { after: sequenceOf(lastEventId), signal });
});

/** The last line that the caller has, -1 for none. */
function sequenceOf(lastEventId: string | null): number {
  if (lastEventId === null || lastEventId === '') return -1;
  if (!/^\d{1,15}$/.test(lastEventId)) {
    throw new AppError('bad-request', undefined, [
      { field: 'Last-Event-ID', expected: 'the id of an event of this stream', got: lastEventId.slice(0, 80) },
    ]);
  }
  return Number(lastEventId);
}
