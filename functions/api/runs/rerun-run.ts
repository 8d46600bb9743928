import * as routes from '../../../core/routes/runs.ts';
import type { Services } from '../../services.ts';
import { http } from '../../doors/http.ts';
import type { RunRecord } from '../../stores/runs/record.ts';
import { programOf } from '../../submitting/programs.ts';
import { submitAndWait } from '../../submitting/submit-and-wait.ts';

export const rerunRun = http(routes.rerunRun, async ({ params, query, actor, idempotency, services, signal }) => {
  const before = await services.stores.runs.record(params.run);
  const program = await programOf(services, before);
  return submitAndWait(
    services,
    program,
    { ...(await sameAgain(services, before)), actor, idempotency, rerunOf: before.id },
    query.wait ?? 0,
    signal,
  );
});

/** What was asked for then; the paths of file inputs stand in the input already. */
async function sameAgain(services: Services, before: RunRecord) {
  const input = await services.stores.runs.recall(services.bucket, before.input, Number.MAX_SAFE_INTEGER);
  return {
    ...(before.hasInput ? { input } : {}),
    repeated: {
      files: before.files.map((file) => ({ ...file, key: before.fileKeys[file.path] ?? '' })),
      words: before.argv.slice(0, before.argv.length - before.args.length),
    },
    args: before.args,
    env: before.env,
    // Out of memory an attempt is given more; who repeats the run repeats what was asked for.
    ...before.limits,
    memoryMiB: before.attempts[0]?.memoryMiB ?? before.limits.memoryMiB,
    ...(before.retry === null ? {} : { retry: before.retry }),
    outputContract: before.outputContract,
    lineBuffered: before.lineBuffered,
    ...(before.workingDirectory === null ? {} : { workingDirectory: before.workingDirectory }),
    returnVariables: before.returnVariables,
    securityLevel: before.security.level,
    ...(before.allowedImports === null ? {} : { allowedImports: before.allowedImports }),
  };
}
