import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';
import { readTemplate } from '../../stores/templates.ts';

/** Reads a starter script with its form and its sample. */
export const getTemplate = http(routes.getTemplate, async ({ params, services: { settings } }) =>
  readTemplate(settings.templatesDir, params.template),
);
