import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Shows a script. */
export const getScript = http(
  routes.getScript,
  async ({ params, services: { stores } }) => (await stores.scripts.require(params.script)).body,
);
