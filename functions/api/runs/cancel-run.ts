import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';
import { tellEnd } from '../../notices/tell-end.ts';
import { waitForEnd } from '../../submitting/wait-for-end.ts';

export const cancelRun = http(routes.cancelRun, async ({ params, query, services, signal }) => {
  const asked = await services.stores.runs.cancel(params.run, null);
  await tellEnd(services, asked);
  await services.workflow.stop(asked.id);
  return services.stores.runs.show(await waitForEnd(services, asked.id, query.wait ?? 0, signal));
});
