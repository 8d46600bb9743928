import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/logs.ts';
import { http } from '../../doors/http.ts';
import { loggedAttempt } from './logged-attempt.ts';

export const listLogs = http(routes.listLogs, async ({ params, query, services }) => {
  const { cursor, after, tail } = query;
  if (after !== undefined && tail !== undefined) {
    throw new AppError('bad-request', undefined, [{ field: 'tail', expected: 'either `after` or `tail`', got: 'both' }]);
  }
  const { logs, runs } = services.stores;
  const record = await runs.record(params.run);
  // Who reads page by page goes on in the log in which it began, though another attempt may have begun.
  const { of, finished } = loggedAttempt(record, query.attempt ?? (cursor === undefined ? undefined : logs.attemptOf(record.id, cursor)));
  const limit = query.limit ?? tail ?? 1000;
  return logs.page(of, { limit, cursor, after, tail }, finished);
});
