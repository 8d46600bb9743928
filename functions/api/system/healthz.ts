import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';

export const healthz = http(routes.healthz, async ({ services }) => ({ status: 'ok', version: services.settings.version }));
