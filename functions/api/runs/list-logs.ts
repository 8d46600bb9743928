import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/runs.ts';
import { isTerminal } from '../../../core/run.ts';
import { http } from '../../doors/http.ts';

export const listLogs = http(routes.listLogs, async ({ params, query, services }) => {
  const { cursor, after, tail } = query;
  if (after !== undefined && tail !== undefined) {
    throw new AppError('bad-request', undefined, [{ field: 'tail', expected: 'either `after` or `tail`', got: 'both' }]);
  }
  const { status } = await services.stores.runs.record(params.run);
  const limit = query.limit ?? tail ?? 1000;
  return services.stores.logs.page(params.run, { limit, cursor, after, tail }, isTerminal(status));
});
