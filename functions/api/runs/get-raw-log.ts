import { routes } from '../../../core/routes/index.ts';
import { http } from '../../doors/http.ts';

export const getRawLog = http(routes.getRawLog, async ({ params, query, services }) => {
  const { id } = await services.stores.runs.record(params.run);
  return { body: services.stores.logs.raw(id, query.stream), type: 'text/plain; charset=utf-8', filename: `${id}.log` };
});
