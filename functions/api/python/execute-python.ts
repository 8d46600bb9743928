import * as routes from '../../../core/routes/system.ts';
import { http } from '../../doors/http.ts';
import { previewProgram } from '../../submitting/programs.ts';
import { submitRun } from '../../submitting/submit-run.ts';
import { executionResult } from './execution-result.ts';
import { memoryMiB } from './memory-limit.ts';

export const executePython = http(routes.executePython, async ({ body, actor, idempotency, services, signal }) => {
  const { task } = body;
  const allowedImports = task.allowed_imports ?? undefined;
  const program = await previewProgram(services, { source: task.code, level: task.security_level, allowedImports });
  const begun = await submitRun(services, program, {
    actor,
    idempotency,
    timeoutSec: task.timeout,
    memoryMiB: memoryMiB(task.memory_limit),
    securityLevel: task.security_level,
    allowedImports,
    returnVariables: task.return_variables ?? [],
    workingDirectory: task.working_directory,
  });
  return executionResult(services, begun, signal, task.capture_output);
});
