import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/system.ts';
import type { Services } from '../../services.ts';
import { http } from '../../doors/http.ts';
import { savedProgram } from '../../submitting/programs.ts';
import type { Program } from '../../submitting/submit-run.ts';
import { submitRun } from '../../submitting/submit-run.ts';
import { executionResult } from './execution-result.ts';

export const executePythonFile = http(routes.executePythonFile, async ({ body, actor, idempotency, services, signal }) => {
  const { task } = body;
  const begun = await submitRun(services, await programAt(services, task.file_path, task.security_level), {
    actor,
    idempotency,
    args: task.arguments,
    env: task.environment_vars,
    timeoutSec: task.timeout,
    securityLevel: task.security_level,
    workingDirectory: task.working_directory,
  });
  return executionResult(services, begun, signal, true);
});

/** A saved script by its name, or, behind a slash, one file among its files as the one to start. */
async function programAt(services: Services, path: string, level: 'strict' | 'moderate' | 'permissive'): Promise<Program> {
  const slash = path.indexOf('/');
  const program = await savedProgram(services, slash < 0 ? path : path.slice(0, slash), 'live', { level });
  if (slash < 0) return { ...program, argv: null, inputSchema: null };
  const entry = path.slice(slash + 1);
  const { ref } = await services.stores.code.take({ stored: program.code.sha256, entry, level });
  if (!ref.files.some((file) => file.path === entry))
    throw new AppError('not-found', `The script ${path.slice(0, slash)} has no file ${entry}.`);
  return { ...program, code: { ...program.code, entry, style: 'script' }, argv: null, inputSchema: null };
}
