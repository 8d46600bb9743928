import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';

export const listRuns = http(routes.listRuns, async ({ query, services }) => {
  const { script, ...filter } = query;
  const scriptId = script === undefined ? undefined : (await services.stores.scripts.require(script)).body.id;
  return services.stores.runs.list({ ...filter, scriptId });
});
