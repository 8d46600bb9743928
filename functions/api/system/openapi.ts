import { jsonObject } from '../../../core/schemas/json.ts';
import type { JsonObject } from '../../../core/schemas/json.ts';
import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';

const made = new Map<string, JsonObject>();

export const openapi = http(routes.openapi, async ({ services }) => {
  const { version } = services.settings;
  const document = made.get(version) ?? (await make(version));
  made.set(version, document);
  return document;
});

/** The library that writes it is loaded only now, because no command and few servers are ever asked for the document. */
async function make(version: string): Promise<JsonObject> {
  const { openapiDocument } = await import('./openapi-document.ts');
  return jsonObject.parse(JSON.parse(JSON.stringify(openapiDocument(version))));
}
