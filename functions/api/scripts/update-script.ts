import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Changes what people say of a script; its versions stay as they are. */
export const updateScript = http(routes.updateScript, async ({ params, body, services: { stores } }) =>
  stores.scripts.update(params.script, body),
);
