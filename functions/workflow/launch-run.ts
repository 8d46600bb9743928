import type { Launch, LaunchOrder } from '../ports/launcher.ts';
import type { Services } from '../services.ts';
import { runPrefix } from '../stores/runs/record.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** The longest input that is told to a sandbox; it is what a request's body may hold. */
const inputBytes = 64 * 1024 * 1024;

/** Hands a run that is STARTING to a sandbox, under its attempt and launch; answers with the sandbox's name. @throws AppError as the launcher does. */
export async function launchRun(
  services: Pick<Services, 'stores' | 'bucket' | 'launcher'>,
  record: RunRecord,
  { launch, claimCode }: Pick<Launch, 'launch' | 'claimCode'>,
): Promise<string> {
  const { id: runId, attempt, limits, cpu } = record;
  return services.launcher.launch({ runId, attempt, launch, limits, cpu, claimCode, order: () => orderOf(services, record) });
}

/** All that a sandbox is to be told of the run. */
export async function orderOf(services: Pick<Services, 'stores' | 'bucket'>, record: RunRecord): Promise<LaunchOrder> {
  const { runs, code } = services.stores;
  return {
    runId: record.id,
    attempt: record.attempt,
    language: record.code.language,
    style: record.code.style,
    entry: record.code.entry,
    code: await code.forLaunch(record.code.sha256),
    hasInput: record.hasInput,
    input: await runs.recall(services.bucket, record.input, inputBytes),
    args: record.argv,
    workingDirectory: record.workingDirectory,
    env: record.env,
    files: record.files.map(({ name: _name, ...file }) => ({ ...file, key: record.fileKeys[file.path] ?? '' })),
    returnVariables: record.returnVariables,
    outputContract: record.outputContract,
    lineBuffered: record.lineBuffered,
    state: await runs.takeState(record),
    securityLevel: record.security.level,
    limits: record.limits,
    storePrefix: runPrefix(record.id),
  };
}
