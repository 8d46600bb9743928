import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';
import { textOf } from '../../stores/code/text.ts';

/** Reads the files of a version: text where they are UTF-8, base64 where they are not. */
export const getSource = http(routes.getSource, async ({ params, services: { stores } }) => {
  const { version } = await stores.versions.require(params.script, params.version);
  const { files } = await stores.code.load(version.sha256);
  return { entry: version.entry, files: Array.from(files, ([path, content]) => told(path, content)) };
});

function told(path: string, content: Uint8Array): { path: string; bytes: number; text: string | null; base64: string | null } {
  const text = textOf(content);
  return { path, bytes: content.byteLength, text, base64: text === null ? Buffer.from(content).toString('base64') : null };
}
