import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Saves a new script with its first version. */
export const createScript = http(routes.createScript, async ({ body, actor, services: { stores } }) => {
  const { name, description, labels, inputOverride, note, ...code } = body;
  const taken = await stores.code.take(code);
  const { script, version } = await stores.scripts.create({ name, description, labels, inputOverride }, taken, {
    by: actor.name,
    note: note ?? null,
  });
  return { ...script, version };
});
