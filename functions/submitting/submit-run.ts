import { AppError } from '../../core/errors.ts';
import { fromText } from '../../core/input/from-text.ts';
import { toArgv } from '../../core/input/argv.ts';
import { isTerminal } from '../../core/run.ts';
import type { Facts } from '../../core/run.ts';
import { jsonObject, json } from '../../core/schemas/json.ts';
import type { Json, JsonObject } from '../../core/schemas/json.ts';
import type { ArgvEntry, Finding } from '../../core/schemas/scan.ts';
import type { StartRunBody, Trigger } from '../../core/schemas/run.ts';
import type { IdempotencyKey } from '../../core/idempotency.ts';
import type { Actor } from '../ports/identity.ts';
import type { Write } from '../ports/table.ts';
import { tellEnd } from '../notices/tell-end.ts';
import type { Services } from '../services.ts';
import { newId } from '../stores/ids.ts';
import { endedWithoutReport } from '../stores/runs/end.ts';
import type { RunDraft } from '../stores/runs/new-record.ts';
import { newRecord, securityOf } from '../stores/runs/new-record.ts';
import { runPrefix } from '../stores/runs/record.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { checkInput } from './check-input.ts';
import { placeInputFiles, repeatInputFiles, withFiles } from './input-files.ts';
import { startRuns } from '../stores/start-runs.ts';

/** What a run executes: the version's code and how its input is read. */
export interface Program {
  script: { id: string; name: string } | null;
  version: number | null;
  code: RunRecord['code'];
  inputSchema: JsonObject | null;
  argv: readonly ArgvEntry[] | null;
  /** Rows that belong into the same transaction as the run. */
  writes: readonly Write[];
  /** What the security level forbids and the source does: such a run is recorded and not started. */
  violations: readonly Finding[];
}

/** How it is to be run. */
export interface Submission extends Omit<StartRunBody, 'version'> {
  actor: Actor;
  idempotency: IdempotencyKey | null;
  rerunOf?: string;
  /** Why it runs, where that is more than that somebody asked for it. */
  trigger?: Trigger;
  /** Of a run whose id follows from what it is for; any new one unless given. */
  id?: string;
  /** Folder in the workspace in which the script begins; the workspace itself unless said otherwise. */
  workingDirectory?: string;
  /** Of a run that is repeated: its input files, which are in the bucket already and whose paths stand in the input, and the arguments that its input became. */
  repeated?: { files: RunDraft['files']; words: string[] };
}

/**
 * Checks the input, records the run in one durable transaction and starts it, or leaves it in the queue.
 * @throws AppError `invalid-input`, `bad-request`, `idempotency-mismatch`, `not-found`.
 */
export async function submitRun(services: Services, program: Program, submission: Submission): Promise<RunRecord> {
  const { runs } = services.stores;
  const replayed = submission.idempotency ? await runs.replay(submission.idempotency) : null;
  if (replayed) return replayed;
  const record = await draftRun(services, program, submission);
  const created = await runs.create(record, submission.idempotency, program.writes);
  if (!created.replayed) await startCreated(services, created.record);
  return created.record;
}

/** The record of a run as it would begin, with its input checked and kept; nothing is recorded yet. A run of forbidden code comes with its end.
 *  @throws AppError `invalid-input`, `bad-request`, `not-found`. */
export async function draftRun(services: Services, program: Program, submission: Submission): Promise<RunRecord> {
  return refused(await draft(services, program, submission), program.violations);
}

/** Starts a run that was just recorded, or whoever waits before it; of one that was recorded with its end people are told. */
export async function startCreated(services: Services, record: RunRecord): Promise<void> {
  if (isTerminal(record.status)) await tellEnd(services, record);
  else if (record.status === 'STARTING') await services.workflow.start(record.id);
  else await startRuns(services.stores, services.workflow);
}

/** A run of forbidden code is recorded with its end at once: between the two it could be started. */
function refused(record: RunRecord, violations: readonly Finding[]): RunRecord {
  return violations.length === 0 ? record : endedWithoutReport(record, violation(violations), new Date());
}

function violation(found: readonly Finding[]): Facts {
  const first = found
    .slice(0, 3)
    .map(({ file, line, message }) => `${file}:${line ?? 1}: ${message}`)
    .join('; ');
  return {
    kind: 'stopped',
    by: 'policy-violation',
    detail: `not started: ${first}${found.length > 3 ? `; and ${found.length - 3} more` : ''}`,
  };
}

async function draft(services: Services, program: Program, submission: Submission): Promise<RunRecord> {
  const { id = newId('run') } = submission;
  const added = await placeInputFiles(services, id, submission.files ?? {});
  const files = [...(await repeatInputFiles(services, id, submission.repeated?.files ?? [])), ...added];
  const given = givenInput(program, submission);
  const input = json.parse(withFiles(given ?? null, added));
  const args = submission.args ?? [];
  await checkInput(program.inputSchema, input, { partial: program.argv !== null && args.length > 0 });
  const words = submission.repeated?.words ?? (program.argv === null ? [] : toArgv(program.argv, jsonObject.parse(input ?? {})));
  const level = submission.securityLevel ?? 'permissive';
  return newRecord({
    id,
    script: program.script,
    version: program.version,
    code: program.code,
    files,
    trigger: submission.trigger ?? {
      kind: submission.triggerKind ?? 'api',
      actor: submission.actor.id,
      ...(submission.rerunOf === undefined ? {} : { rerunOf: submission.rerunOf }),
    },
    input: await services.stores.runs.keep(services.bucket, `${runPrefix(id)}input.json`, input),
    hasInput: given !== undefined || files.length > 0,
    workingDirectory: workingDirectory(submission.workingDirectory),
    args,
    argv: [...words, ...args],
    env: submission.env ?? {},
    limits: submission,
    cpu: submission.cpu,
    outputContract: submission.outputContract ?? 'auto',
    lineBuffered: submission.lineBuffered ?? true,
    returnVariables: submission.returnVariables ?? [],
    security: securityOf(level, submission.allowedImports ?? null),
    allowedImports: submission.allowedImports,
    retry: submission.retry,
    queueTimeoutSec: services.settings.queueTimeoutSec,
    stateRevision: (await services.stores.runs.state(program.script?.id ?? null)).revision,
  });
}

/** @throws AppError `bad-request` for a folder outside the workspace. */
function workingDirectory(wanted: string | undefined): string | null {
  if (wanted === undefined || wanted === '' || wanted === '.') return null;
  const parts = wanted.replace(/\/$/, '').split('/');
  if (parts.every((part) => part !== '' && part !== '..' && !/[\0\\]/.test(part))) return parts.filter((part) => part !== '.').join('/');
  throw new AppError('bad-request', undefined, [
    {
      field: 'task.working_directory',
      expected: 'a relative folder inside the workspace, without ..',
      got: JSON.stringify(wanted).slice(0, 80),
    },
  ]);
}

/** The input as JSON, from whichever of the two forms was used; undefined when none was. */
function givenInput(program: Program, submission: Submission): Json | undefined {
  const { input, inputText } = submission;
  if (inputText === undefined) return input;
  const base = jsonObject.safeParse(input ?? {});
  if (!base.success)
    throw new AppError('bad-request', undefined, [
      {
        field: 'inputText',
        expected: 'an `input` that is an object, or none, to lay the texts over',
        got: JSON.stringify(input).slice(0, 80),
      },
    ]);
  return { ...base.data, ...fromText(program.inputSchema, inputText) };
}
