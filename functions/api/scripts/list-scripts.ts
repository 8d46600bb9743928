import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';

/** Lists scripts by name. */
export const listScripts = http(routes.listScripts, async ({ query, services: { stores } }) => stores.scripts.list(query));
