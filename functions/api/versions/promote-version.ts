import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Makes a version live. */
export const promoteVersion = http(routes.promoteVersion, async ({ params, services: { stores } }) =>
  stores.versions.promote(params.script, params.version),
);
