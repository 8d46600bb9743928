import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Shows a version with its input schema and what the scan found. */
export const getVersion = http(routes.getVersion, async ({ params, services: { stores } }) => {
  const { version } = await stores.versions.require(params.script, params.version);
  return version;
});
