import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startScript } from './pages.ts';

const types = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/** The files of the package swagger-ui-dist that the page needs; a build copies them to where `docsDir` will point. */
export const swaggerFiles = Object.keys(types);

const assetHeaders = { 'cache-control': 'private, max-age=3600', 'x-content-type-options': 'nosniff' } as const;

/** One file of the viewer, or null. Only names of the list are ever read from disk. */
export async function docsAsset(docsDir: string, name: string): Promise<Response | null> {
  if (name === 'start.js')
    return new Response(startScript, { headers: { ...assetHeaders, 'content-type': 'text/javascript; charset=utf-8' } });
  const type = new Map<string, string>(Object.entries(types)).get(name);
  if (type === undefined) return null;
  return new Response(await readFile(join(docsDir, name)), { headers: { ...assetHeaders, 'content-type': type } });
}
