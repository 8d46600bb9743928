import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';
import { listTemplates as list } from '../../stores/templates.ts';

/** Lists the starter scripts by name. */
export const listTemplates = http(routes.listTemplates, async ({ query, services: { settings } }) => list(settings.templatesDir, query));
