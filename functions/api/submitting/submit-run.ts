import { AppError } from '../../../core/errors.ts';
import { fromText } from '../../../core/input/from-text.ts';
import { toArgv } from '../../../core/input/argv.ts';
import { jsonObject, json } from '../../../core/schemas/json.ts';
import type { Json, JsonObject } from '../../../core/schemas/json.ts';
import type { ArgvEntry } from '../../../core/schemas/scan.ts';
import type { StartRunBody } from '../../../core/schemas/run.ts';
import type { IdempotencyKey } from '../../doors/operation.ts';
import type { Actor } from '../../ports/identity.ts';
import type { Write } from '../../ports/table.ts';
import type { Services } from '../../services.ts';
import { newId } from '../../stores/ids.ts';
import { newRecord, securityOf } from '../../stores/runs/new-record.ts';
import { runPrefix } from '../../stores/runs/record.ts';
import type { RunRecord } from '../../stores/runs/record.ts';
import { checkInput } from './check-input.ts';
import { placeInputFiles, withFiles } from './input-files.ts';
import { startRuns } from '../../stores/start-runs.ts';

/** What a run executes: the version's code and how its input is read. */
export interface Program {
  script: { id: string; name: string } | null;
  version: number | null;
  code: RunRecord['code'];
  inputSchema: JsonObject | null;
  argv: readonly ArgvEntry[] | null;
  /** Rows that belong into the same transaction as the run. */
  writes: readonly Write[];
}

/** How it is to be run. */
export interface Submission extends Omit<StartRunBody, 'version'> {
  actor: Actor;
  idempotency: IdempotencyKey | null;
  rerunOf?: string;
}

/**
 * Checks the input, records the run in one durable transaction and starts it, or leaves it in the queue.
 * @throws AppError `invalid-input`, `bad-request`, `idempotency-mismatch`, `not-found`.
 */
export async function submitRun(services: Services, program: Program, submission: Submission): Promise<RunRecord> {
  const { runs } = services.stores;
  const replayed = submission.idempotency ? await runs.replay(submission.idempotency) : null;
  if (replayed) return replayed;
  const record = await draft(services, program, submission);
  const created = await runs.create(record, submission.idempotency, program.writes);
  if (created.record.status === 'STARTING' && !created.replayed) await services.workflow.start(created.record.id);
  else await startRuns(services.stores, services.workflow);
  return created.record;
}

async function draft(services: Services, program: Program, submission: Submission): Promise<RunRecord> {
  const id = newId('run');
  const files = await placeInputFiles(services, id, submission.files ?? {});
  const given = givenInput(program, submission);
  const input = json.parse(withFiles(given ?? null, files));
  checkInput(program.inputSchema, input);
  const words = program.argv === null ? [] : toArgv(program.argv, jsonObject.parse(input ?? {}));
  const level = submission.securityLevel ?? 'permissive';
  return newRecord({
    id, script: program.script, version: program.version, code: program.code, files,
    trigger: { kind: submission.triggerKind ?? 'api', actor: submission.actor.id, ...(submission.rerunOf === undefined ? {} : { rerunOf: submission.rerunOf }) },
    input: await services.stores.runs.keep(services.bucket, `${runPrefix(id)}input.json`, input),
    hasInput: given !== undefined || files.length > 0,
    args: submission.args ?? [], argv: [...words, ...(submission.args ?? [])], env: submission.env ?? {},
    limits: submission, outputContract: submission.outputContract ?? 'auto', lineBuffered: submission.lineBuffered ?? true,
    returnVariables: submission.returnVariables ?? [], security: securityOf(level, submission.allowedImports ?? null),
    queueTimeoutSec: services.settings.queueTimeoutSec, stateRevision: (await services.stores.runs.state(program.script?.id ?? null)).revision,
  });
}

/** The input as JSON, from whichever of the two forms was used; undefined when none was. */
function givenInput(program: Program, submission: Submission): Json | undefined {
  const { input, inputText } = submission;
  if (inputText === undefined) return input;
  const base = input === undefined ? {} : jsonObject.safeParse(input);
  if ('success' in base && !base.success) throw new AppError('bad-request', undefined, [{ field: 'inputText', expected: 'an `input` that is an object, or none, to lay the texts over', got: JSON.stringify(input) }]);
  return { ...('data' in base ? base.data : {}), ...fromText(program.inputSchema, inputText) };
}
