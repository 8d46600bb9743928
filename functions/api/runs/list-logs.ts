import { isTerminal } from '../../../core/run.ts';
import { routes } from '../../../core/routes/index.ts';
import { http } from '../../doors/http.ts';

export const listLogs = http(routes.listLogs, async ({ params, query, services }) => {
  const { status } = await services.stores.runs.record(params.run);
  return services.stores.logs.page(params.run, { ...query, limit: query.limit ?? query.tail ?? 1000 }, isTerminal(status));
});
