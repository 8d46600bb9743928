import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';
import { savedProgram } from '../../submitting/programs.ts';
import { submitAndWait } from '../../submitting/submit-and-wait.ts';

export const startRun = http(routes.startRun, async ({ params, query, body, actor, idempotency, services, signal }) => {
  const { version = 'live', ...wanted } = body;
  const program = await savedProgram(services, params.script, version, {
    level: wanted.securityLevel,
    allowedImports: wanted.allowedImports,
  });
  return submitAndWait(services, program, { ...wanted, actor, idempotency }, query.wait ?? 0, signal);
});
