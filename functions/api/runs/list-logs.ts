import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/logs.ts';
import { http } from '../../doors/http.ts';
import { loggedAttempt } from './logged-attempt.ts';

export const listLogs = http(routes.listLogs, async ({ params, query, services }) => {
  const { cursor, after, tail } = query;
  if (after !== undefined && tail !== undefined) {
    throw new AppError('bad-request', undefined, [{ field: 'tail', expected: 'either `after` or `tail`', got: 'both' }]);
  }
  const { of, finished } = loggedAttempt(await services.stores.runs.record(params.run), query.attempt);
  const limit = query.limit ?? tail ?? 1000;
  return services.stores.logs.page(of, { limit, cursor, after, tail }, finished);
});
