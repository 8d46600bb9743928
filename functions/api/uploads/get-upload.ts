import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';

/** Shows what was uploaded. */
export const getUpload = http(routes.getUpload, async ({ params, services: { stores } }) => stores.uploads.require(params.upload));
