import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';

export const promoteRun = http(routes.promoteRun, async ({ params, body, actor, services }) => {
  const { code, scripts, versions, runs } = services.stores;
  const record = await runs.record(params.run);
  if (record.scriptId !== null) {
    throw new AppError(
      'wrong-status',
      `The run executed version ${record.version} of ${record.script}, which is saved already; promote that version instead.`,
    );
  }
  const taken = await code.take({ stored: record.code.sha256, entry: record.code.entry, language: record.code.language });
  const saving = { note: body.note ?? `from preview ${record.id}`, by: actor.name };
  if (await scripts.find(body.script)) return versions.create(body.script, taken, saving);
  return (await scripts.create({ name: body.script }, taken, saving)).version;
});
