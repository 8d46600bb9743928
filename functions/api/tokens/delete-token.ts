import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';

/** Revokes a token. */
export const deleteToken = http(routes.deleteToken, async ({ params, services: { stores } }) => {
  await stores.tokens.revoke(params.token);
  return null;
});
