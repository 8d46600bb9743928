import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';

/** Lists tokens without their secrets, newest first. */
export const listTokens = http(routes.listTokens, async ({ query, services: { stores } }) => stores.tokens.list(query));
