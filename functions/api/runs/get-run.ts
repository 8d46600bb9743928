import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';
import { waitForEnd } from '../../submitting/wait-for-end.ts';

export const getRun = http(routes.getRun, async ({ params, query, services, signal }) =>
  services.stores.runs.show(await waitForEnd(services, params.run, query.wait ?? 0, signal)),
);
