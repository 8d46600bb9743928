import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/scripts.ts';
import { scriptName } from '../../../core/schemas/script.ts';
import { http } from '../../doors/http.ts';

/** Saves a file as a script of its name: a new script, or a new version of the one that has this name. */
export const uploadScript = http(routes.uploadScript, async ({ body: { file, fields }, actor, services: { stores } }) => {
  const name = fields.name ?? nameOf(file.filename);
  const taken = await stores.code.take({ upload: file, entry: fields.entry });
  const saving = { by: actor.name, note: fields.note ?? null };
  if (!(await stores.scripts.find(name))) {
    const created = await stores.scripts.create({ name, description: fields.description }, taken, saving);
    return { ...created.script, version: created.version };
  }
  const version = await stores.versions.create(name, taken, saving);
  const script = await stores.scripts.update(name, { description: fields.description });
  return { ...script, version };
});

/** `Weekly Report.py` becomes `weekly-report`. */
function nameOf(filename: string): string {
  const stem = filename
    .replace(/\.(?:py|zip)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 80);
  const name = scriptName.safeParse(stem);
  if (name.success) return name.data;
  throw new AppError('bad-request', `No name can be made of the file name ${JSON.stringify(filename)}; say \`name\`.`, [
    { field: 'name', expected: 'a name for the script', got: 'none' },
  ]);
}
