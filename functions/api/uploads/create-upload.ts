import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';

/** Grants the upload of one file. */
export const createUpload = http(routes.createUpload, async ({ body, services: { stores } }) =>
  stores.uploads.create(body.filename, body.bytes),
);
