import { slotCauses } from '../../core/schemas/schedule.ts';
import type { Bucket } from '../ports/bucket.ts';
import type { LaunchOrder } from '../ports/launcher.ts';
import type { Code } from './code.ts';
import type { Runs } from './runs/index.ts';
import { attemptPrefix } from './runs/record.ts';
import type { RunRecord } from './runs/record.ts';

/** The longest input that is told to a sandbox; it is what a request's body may hold. */
const inputBytes = 64 * 1024 * 1024;

/** All that a sandbox is to be told of the run. */
export async function orderOf({ runs, code }: { runs: Runs; code: Code }, bucket: Bucket, record: RunRecord): Promise<LaunchOrder> {
  return {
    runId: record.id,
    attempt: record.attempt,
    language: record.code.language,
    style: record.code.style,
    entry: record.code.entry,
    code: await code.forLaunch(record.code.sha256),
    hasInput: record.hasInput,
    input: await runs.recall(bucket, record.input, inputBytes),
    args: record.argv,
    workingDirectory: record.workingDirectory,
    env: record.env,
    files: record.files.map(({ name: _name, ...file }) => ({ ...file, key: record.fileKeys[file.path] ?? '' })),
    returnVariables: record.returnVariables,
    outputContract: record.outputContract,
    lineBuffered: record.lineBuffered,
    state: await runs.takeState(record),
    trigger: triggerOf(record),
    securityLevel: record.security.level,
    limits: record.limits,
    storePrefix: attemptPrefix(record),
  };
}

/** The script is asked whether a slot is to be run; whoever runs it by hand has decided that. */
function triggerOf({ trigger, code }: RunRecord): LaunchOrder['trigger'] {
  const ofSlot = trigger.kind === 'schedule' && slotCauses.some((cause) => cause === trigger.cause);
  return { schedule: trigger.schedule ?? null, slot: trigger.slot ?? null, ask: ofSlot && code.hasTrigger };
}
