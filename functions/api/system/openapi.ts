import { jsonObject } from '../../../core/schemas/json.ts';
import type { JsonObject } from '../../../core/schemas/json.ts';
import { routes } from '../../../core/routes/index.ts';
import { http } from '../../doors/http.ts';
import { openapiDocument } from './openapi-document.ts';

const made = new Map<string, JsonObject>();

export const openapi = http(routes.openapi, async ({ services }) => {
  const { version } = services.settings;
  const document = made.get(version) ?? jsonObject.parse(JSON.parse(JSON.stringify(openapiDocument(version))));
  made.set(version, document);
  return document;
});
