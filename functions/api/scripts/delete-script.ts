import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Deletes a script and its versions; the records of its runs stay. */
export const deleteScript = http(routes.deleteScript, async ({ params, services: { stores } }) => {
  await stores.scripts.remove(params.script);
  return null;
});
