import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';
import { previewProgram } from '../../submitting/programs.ts';
import { submitAndWait } from '../../submitting/submit-and-wait.ts';

export const previewRun = http(routes.previewRun, async ({ query, body, actor, idempotency, services, signal }) => {
  const { source, code, uploadId, entry, language, ...wanted } = body;
  const { securityLevel: level, allowedImports } = wanted;
  const program = await previewProgram(services, { source, files: code, uploadId, entry, language, level, allowedImports });
  return submitAndWait(services, program, { ...wanted, actor, idempotency }, query.wait ?? 0, signal);
});
