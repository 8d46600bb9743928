import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Saves a version, live at once unless told otherwise. */
export const createVersion = http(routes.createVersion, async ({ params, body, actor, services: { stores } }) => {
  const { note, promote, ...code } = body;
  await stores.scripts.require(params.script);
  return stores.versions.create(params.script, await stores.code.take(code), { by: actor.name, note: note ?? null, promote });
});
