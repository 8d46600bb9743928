import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';

/** Makes a token, with no more rights than the caller's own. */
export const createToken = http(routes.createToken, async ({ body, actor, services: { stores } }) => stores.tokens.create(body, actor));
