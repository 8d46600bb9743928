import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Lists the versions of a script, newest first. */
export const listVersions = http(routes.listVersions, async ({ params, query, services: { stores } }) =>
  stores.versions.list(params.script, query),
);
